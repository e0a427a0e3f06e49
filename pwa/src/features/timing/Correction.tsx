/** One stretch to correct: its edges, code and performer, and the reason; what was recorded stays beside it. */
import { useSignal } from "@preact/signals";
import type { EffectiveSegment } from "../../domain/segment";
import { instant } from "../../domain/time";
import { othersOf, spanOf } from "../../domain/timeline";
import type { CorrectionReason, Performer } from "../../domain/types";
import { slowNow } from "../../state/clock";
import { useDraft } from "../../state/draft";
import { type Correcting, correct } from "../../state/timing";
import { Chips, Field, Labelled, Wrong } from "../../ui";
import { words as w } from "../../words";
import { guarded } from "../attention/guarded";
import { CodeAndPerformer } from "./CodeAndPerformer";
import { elsewhereWords } from "./elsewhere";
import { Provenance } from "./Provenance";
import { SpanForm } from "./SpanForm";
import { fitting, isSpan, readSpan, type SpanWords, typedOf } from "./span-words";

const REASONS: readonly CorrectionReason[] = ["forgot-to-start", "forgot-to-stop", "wrong-code", "other"];

/** A type, not an interface: drafts take what is plain all the way down. */
type Form = {
  start: string;
  end: string;
  code: string;
  performer: Performer;
  reason: CorrectionReason | null;
  note: string;
};

interface CorrectionProps {
  segment: EffectiveSegment;
  all: readonly EffectiveSegment[];
  onClose: () => void;
}

export function Correction({ segment, all, onClose }: CorrectionProps) {
  const stands = spanOf(segment);
  const others = othersOf(all, segment.clinician_id, segment.id);
  const form = useDraft<Form>(`correct:${segment.id}`, {
    ...typedOf(stands),
    code: segment.code,
    performer: segment.performer,
    reason: null,
    note: "",
  });
  const { code, performer, reason, note } = form.value;
  const wrongTimes = useSignal<SpanWords>({});
  const wrong = useSignal<string | null>(null);
  const asked = useSignal<string | null>(null);

  async function store(correcting: Correcting): Promise<void> {
    await guarded(wrong, async () => {
      await correct(segment, correcting);
      await form.drop();
      onClose();
    });
  }
  function save(remove: boolean): void {
    wrongTimes.value = {};
    wrong.value = null;
    const changed = remove ? { remove } : changes();
    if (!changed) return;
    if (!reason) wrong.value = w.correct.reasonNeeded;
    else if (Object.keys(changed).length === 0) wrong.value = w.correct.nothing;
    else if (isAsked(changed)) wrong.value = asked.value;
    else {
      const said = note.trim();
      void store({ ...changed, reason, ...(said ? { note: said } : {}) });
    }
  }
  /** Whether there is something to ask that was not asked yet: time that is also another patient's. */
  function isAsked({ started_at, ended_at }: Partial<Correcting>): boolean {
    if (!started_at && !ended_at) return false;
    const span = {
      from: started_at ? Date.parse(started_at) : stands.from,
      to: ended_at ? Date.parse(ended_at) : stands.to,
    };
    const before = asked.value;
    asked.value = elsewhereWords(segment.visit_id, segment.clinician_id, span);
    return asked.value !== null && asked.value !== before;
  }
  /** What is other than it stands; null when the times cannot be, which is then said at their field. */
  function changes(): Partial<Correcting> | null {
    const read = readSpan(form.value, stands);
    const moved = isSpan(read) && (read.from !== stands.from || read.to !== stands.to);
    const fits = moved ? fitting(read, others, Date.now()) : read;
    if (!isSpan(fits)) {
      wrongTimes.value = fits;
      return null;
    }
    return {
      ...(fits.from === stands.from ? {} : { started_at: instant(fits.from) }),
      ...(fits.to === stands.to || fits.to === null ? {} : { ended_at: instant(fits.to) }),
      ...(code === segment.code ? {} : { code }),
      ...(performer === segment.performer ? {} : { performer }),
    };
  }
  return (
    <>
      <SpanForm
        segments={all}
        chosen={segment}
        code={code}
        stands={stands}
        others={others}
        typed={form.value}
        onType={form.change}
        wrong={wrongTimes.value}
        now={slowNow.value}
      />
      <Provenance segment={segment} />
      <Labelled label={w.correct.reason}>
        <Chips
          label={w.correct.reason}
          options={REASONS.map((value) => ({ value, label: w.reason[value] }))}
          chosen={reason}
          onChoose={(value) => form.change({ reason: value })}
        />
      </Labelled>
      <CodeAndPerformer
        code={code}
        performer={performer}
        onCode={(value) => form.change({ code: value ?? code })}
        onPerformer={(value) => form.change({ performer: value })}
      />
      <Field label={w.correct.note} value={note} onInput={(text) => form.change({ note: text })} />
      <div class="row stuck">
        <Wrong>{wrong.value}</Wrong>
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
