/** One stretch to correct: its edges, code and performer, and the reason; what was recorded stays beside it. */
import { useSignal } from "@preact/signals";
import { TIMED } from "../../domain/codes";
import type { EffectiveSegment } from "../../domain/segment";
import { instant } from "../../domain/time";
import { othersOf, spanOf } from "../../domain/timeline";
import type { CorrectionReason, Performer } from "../../domain/types";
import { slowNow } from "../../state/clock";
import { type Correcting, correct } from "../../state/timing";
import { StorageFault } from "../../storage";
import { Chips, Field, Wrong } from "../../ui";
import { words as w } from "../../words";
import { Labelled } from "./Labelled";
import { Provenance } from "./Provenance";
import { SpanForm } from "./SpanForm";
import { fitting, isSpan, readSpan, type SpanWords, typedOf } from "./span-words";

const REASONS: readonly CorrectionReason[] = ["forgot-to-start", "forgot-to-stop", "wrong-code", "other"];
const PERFORMERS: readonly Performer[] = ["therapist", "assistant", "together"];

interface CorrectionProps {
  segment: EffectiveSegment;
  all: readonly EffectiveSegment[];
  onClose: () => void;
}

export function Correction({ segment, all, onClose }: CorrectionProps) {
  const stands = spanOf(segment);
  const others = othersOf(all, segment.clinician_id, segment.id);
  const typed = useSignal(typedOf(stands));
  const code = useSignal(segment.code);
  const performer = useSignal(segment.performer);
  const reason = useSignal<CorrectionReason | null>(null);
  const note = useSignal("");
  const wrongTimes = useSignal<SpanWords>({});
  const wrong = useSignal<string | null>(null);

  async function store(correcting: Correcting): Promise<void> {
    try {
      await correct(segment, correcting);
      onClose();
    } catch (cause) {
      if (!(cause instanceof StorageFault)) throw cause;
      wrong.value = w.notStored(w.storage[cause.kind]);
    }
  }
  function save(remove: boolean): void {
    wrongTimes.value = {};
    wrong.value = null;
    const changed = remove ? { remove } : changes();
    if (!changed) return;
    if (!reason.value) wrong.value = w.correct.reasonNeeded;
    else if (Object.keys(changed).length === 0) wrong.value = w.correct.nothing;
    else {
      const said = note.value.trim();
      void store({ ...changed, reason: reason.value, ...(said ? { note: said } : {}) });
    }
  }
  /** What is other than it stands; null when the times cannot be, which is then said at their field. */
  function changes(): Partial<Correcting> | null {
    const read = readSpan(typed.value, stands);
    const moved = isSpan(read) && (read.from !== stands.from || read.to !== stands.to);
    const fits = moved ? fitting(read, others, Date.now()) : read;
    if (!isSpan(fits)) {
      wrongTimes.value = fits;
      return null;
    }
    return {
      ...(fits.from === stands.from ? {} : { started_at: instant(fits.from) }),
      ...(fits.to === stands.to || fits.to === null ? {} : { ended_at: instant(fits.to) }),
      ...(code.value === segment.code ? {} : { code: code.value }),
      ...(performer.value === segment.performer ? {} : { performer: performer.value }),
    };
  }
  return (
    <>
      <SpanForm
        segments={all}
        chosen={segment}
        code={code.value}
        stands={stands}
        others={others}
        typed={typed}
        wrong={wrongTimes.value}
        now={slowNow.value}
      />
      <Provenance segment={segment} />
      <Labelled label={w.correct.reason}>
        <Chips
          label={w.correct.reason}
          options={REASONS.map((value) => ({ value, label: w.reason[value] }))}
          chosen={reason.value}
          onChoose={(value) => (reason.value = value)}
        />
      </Labelled>
      <Labelled label={w.correct.code}>
        <Chips
          label={w.correct.code}
          options={TIMED.map((one) => ({ value: one.code, label: one.code }))}
          chosen={code.value}
          onChoose={(value) => (code.value = value ?? code.value)}
        />
      </Labelled>
      <Labelled label={w.clock.treating}>
        <Chips
          label={w.clock.treating}
          options={PERFORMERS.map((value) => ({ value, label: w.performer[value] }))}
          chosen={performer.value}
          onChoose={(value) => (performer.value = value ?? performer.value)}
        />
      </Labelled>
      <Field label={w.correct.note} value={note.value} onInput={(text) => (note.value = text)} />
      <Wrong>{wrong.value}</Wrong>
      <div class="row">
        <button type="button" class="main grow" onClick={() => save(false)}>
          {w.correct.save}
        </button>
        <button type="button" onClick={() => save(true)}>
          {w.correct.remove}
        </button>
      </div>
    </>
  );
}
