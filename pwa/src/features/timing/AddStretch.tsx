/** A stretch that nobody timed: said afterwards, and called reconstructed wherever it stands. */
import { useSignal } from "@preact/signals";
import type { Span } from "../../domain/timeline";
import { gapsBetween, othersOf } from "../../domain/timeline";
import type { Performer } from "../../domain/types";
import type { VisitRecord } from "../../domain/visit";
import { slowNow } from "../../state/clock";
import { useDraft } from "../../state/draft";
import { timeOf } from "../../state/patients";
import { ownPerformer, reconstruct } from "../../state/timing";
import { me } from "../../state/vault";
import { Chips, Labelled, Wrong } from "../../ui";
import { words as w } from "../../words";
import { clock as words } from "../../words/clock";
import { guarded } from "../attention/guarded";
import { CodeAndPerformer } from "./CodeAndPerformer";
import { elsewhereWords } from "./elsewhere";
import { SpanForm } from "./SpanForm";
import { fitting, isSpan, readSpan, type SpanWords, typedOf } from "./span-words";

type Form = { start: string; end: string; code: string | null; performer: Performer };

export function stretchKey(visitId: string): string {
  return `stretch:${visitId}`;
}

export function AddStretch({ record, onClose }: { record: VisitRecord; onClose: () => void }) {
  const others = othersOf(record.segments, me.value.clinician_id, null);
  const day = { from: Date.parse(record.visit.started_at), to: Date.parse(record.visit.started_at) };
  const stands = useSignal<Span | null>(null);
  const form = useDraft<Form>(stretchKey(record.visit.id), {
    start: "",
    end: "",
    code: null,
    performer: ownPerformer(),
  });
  const { code, performer } = form.value;
  const wrongTimes = useSignal<SpanWords>({});
  const wrong = useSignal<string | null>(null);
  const asked = useSignal<string | null>(null);
  const said = stands.value ?? spanSaid(form.value, day);

  function take(gap: Span): void {
    stands.value = gap;
    form.change({ ...typedOf(gap) });
  }
  async function save(): Promise<void> {
    wrongTimes.value = {};
    wrong.value = null;
    const read = readSpan(form.value, stands.value ?? { ...day, to: null });
    const fits = isSpan(read) ? fitting(read, others, Date.now()) : read;
    if (!isSpan(fits)) wrongTimes.value = fits;
    else if (fits.to === null) wrongTimes.value = { end: w.correct.endUnreadable };
    else if (!code) wrong.value = words.add.codeNeeded;
    else if (isAsked(fits)) wrong.value = asked.value;
    else await store({ from: fits.from, to: fits.to }, code);
  }
  /** Whether there is something to ask that was not asked yet: time that is also another patient's. */
  function isAsked(span: Span): boolean {
    const before = asked.value;
    asked.value = elsewhereWords(record.visit.id, me.value.clinician_id, span);
    return asked.value !== null && asked.value !== before;
  }
  async function store(span: { from: number; to: number }, chosen: string): Promise<void> {
    await guarded(wrong, async () => {
      await reconstruct(record.visit.id, chosen, performer, span);
      await form.drop();
      onClose();
    });
  }
  const gaps = gapsBetween(others, day.from, slowNow.value);
  return (
    <>
      <p class="second">{words.add.under}</p>
      {gaps.length > 0 && (
        <Labelled label={words.add.gaps}>
          <Chips
            label={words.add.gaps}
            options={gaps.map((one, i) => ({
              value: i,
              label: words.add.gap(timeOf(one.from), timeOf(one.to)),
            }))}
            chosen={gaps.findIndex((one) => one.from === stands.value?.from && one.to === stands.value?.to)}
            onChoose={(i) => {
              const gap = gaps[i ?? -1];
              if (gap) take(gap);
            }}
          />
        </Labelled>
      )}
      <SpanForm
        segments={record.segments}
        chosen={null}
        code={code ?? ""}
        stands={said}
        others={others}
        typed={form.value}
        onType={form.change}
        wrong={wrongTimes.value}
        now={slowNow.value}
      />
      <CodeAndPerformer
        code={code}
        performer={performer}
        onCode={(value) => form.change({ code: value })}
        onPerformer={(value) => form.change({ performer: value })}
      />
      <div class="row stuck">
        <Wrong>{wrong.value}</Wrong>
        <button type="button" class="main grow" onClick={() => void save()}>
          {words.add.save}
        </button>
      </div>
    </>
  );
}

/** What both fields say, once they say a stretch; until then nothing stands on the timeline. */
function spanSaid(typed: { start: string; end: string }, day: Span): Span | null {
  const read = typed.start && typed.end ? readSpan(typed, { ...day, to: null }) : null;
  return read && isSpan(read) && read.to !== null && read.to > read.from ? read : null;
}
