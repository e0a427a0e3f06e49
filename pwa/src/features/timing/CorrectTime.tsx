/** Correct time: choose a stretch, type its start and end, say why. What was recorded stays beside it. */
import { useSignal } from "@preact/signals";
import { codeLabel, TIMED } from "../../domain/codes";
import type { EffectiveSegment } from "../../domain/segment";
import { instant } from "../../domain/time";
import type { CorrectionReason } from "../../domain/types";
import type { VisitRecord } from "../../domain/visit";
import { timeOf } from "../../state/patients";
import { type Correcting, correct } from "../../state/timing";
import { zone } from "../../state/vault";
import { StorageFault } from "../../storage";
import { Chips, Dialog, Field, Wrong } from "../../ui";
import { words as w } from "../../words";
import { instantOf, typedTime } from "./typed-time";

const REASONS: readonly CorrectionReason[] = ["forgot-to-start", "forgot-to-stop", "wrong-code", "other"];

interface CorrectTimeProps {
  record: VisitRecord;
  segmentId?: string;
  onClose: () => void;
}

export function CorrectTime({ record, segmentId, onClose }: CorrectTimeProps) {
  const chosen = useSignal(segmentId ?? (record.segments.length === 1 ? record.segments[0]?.id : undefined));
  const segment = record.segments.find((one) => one.id === chosen.value);
  return (
    <Dialog title={w.time.correct} under={w.correct.under} close={w.cancel} onClose={onClose} narrow>
      <div class="stack">
        <Chips
          label={w.correct.which}
          className="stack tight"
          options={record.segments.map((one) => ({ value: one.id, label: spanText(one) }))}
          chosen={chosen.value ?? null}
          onChoose={(id) => (chosen.value = id ?? chosen.value)}
        />
        {segment && <Correction key={segment.id} segment={segment} all={record.segments} onClose={onClose} />}
      </div>
    </Dialog>
  );
}

function spanText(one: EffectiveSegment): string {
  const end = one.ended_at === null ? w.time.running : timeOf(one.ended_at);
  const corrected = one.corrections.length > 0 ? ` · ${w.provenance.corrected}` : "";
  return `${one.code}, ${timeOf(one.started_at)} – ${end} · ${w.performer[one.performer]}${corrected}`;
}

interface CorrectionProps {
  segment: EffectiveSegment;
  all: readonly EffectiveSegment[];
  onClose: () => void;
}

function Correction({ segment, all, onClose }: CorrectionProps) {
  const from = Date.parse(segment.started_at);
  const to = segment.ended_at === null ? null : Date.parse(segment.ended_at);
  const start = useSignal(typedTime(zone.value, from));
  const end = useSignal(to === null ? "" : typedTime(zone.value, to));
  const code = useSignal(segment.code);
  const reason = useSignal<CorrectionReason | null>(null);
  const note = useSignal("");
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
    if (!reason.value) {
      wrong.value = w.correct.reasonNeeded;
      return;
    }
    const said = note.value.trim();
    const why = { reason: reason.value, ...(said ? { note: said } : {}) };
    if (remove) return void store({ remove: true, ...why });
    const times = typedSpan(segment, start.value, end.value);
    wrong.value = typeof times === "string" ? times : overlapWords(segment, all, times);
    if (wrong.value || typeof times === "string") return;
    const changed = { ...times, ...(code.value === segment.code ? {} : { code: code.value }) };
    if (Object.keys(changed).length === 0) wrong.value = w.correct.nothing;
    else void store({ ...changed, ...why });
  }
  return (
    <>
      <div class="two">
        <Field
          label={w.correct.start}
          value={start.value}
          onInput={(text) => (start.value = text)}
          input={{ type: "time", step: 1 }}
        />
        <Field
          label={w.correct.end}
          value={end.value}
          onInput={(text) => (end.value = text)}
          input={{ type: "time", step: 1 }}
        />
      </div>
      <Recorded segment={segment} />
      <Labelled label={w.correct.code}>
        <Chips
          label={w.correct.code}
          options={TIMED.map((one) => ({ value: one.code, label: one.code }))}
          chosen={code.value}
          onChoose={(value) => (code.value = value ?? code.value)}
        />
      </Labelled>
      <Labelled label={w.correct.reason}>
        <Chips
          label={w.correct.reason}
          options={REASONS.map((value) => ({ value, label: w.reason[value] }))}
          chosen={reason.value}
          onChoose={(value) => (reason.value = value)}
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

function Labelled({ label, children }: { label: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <p class="label" aria-hidden="true">
        {label}
      </p>
      {children}
    </div>
  );
}

function Recorded({ segment: { recorded, corrections, code } }: { segment: EffectiveSegment }) {
  const end =
    recorded.ended_at === null ? w.time.running : typedTime(zone.value, Date.parse(recorded.ended_at));
  const start = typedTime(zone.value, Date.parse(recorded.started_at));
  return (
    <p class="small second">
      {w.correct.recorded(recorded.code, codeLabel(code), start, end)} {w.correct.times(corrections.length)}
    </p>
  );
}

/** What the typed times change, or the words for why they cannot be. */
function typedSpan(
  segment: EffectiveSegment,
  start: string,
  end: string,
): { started_at?: string; ended_at?: string } | string {
  const from = Date.parse(segment.started_at);
  const to = segment.ended_at === null ? null : Date.parse(segment.ended_at);
  const newFrom = start === typedTime(zone.value, from) ? from : instantOf(zone.value, start, from);
  if (newFrom === null) return w.correct.startUnreadable;
  const keepsEnd = end === (to === null ? "" : typedTime(zone.value, to));
  const newTo = keepsEnd ? to : instantOf(zone.value, end, to ?? Math.max(from, newFrom));
  if (newTo === null && !keepsEnd) return w.correct.endUnreadable;
  if (newTo !== null && newTo <= newFrom) return w.correct.backwards;
  if (Math.max(newFrom, newTo ?? 0) > Date.now()) return w.correct.future;
  return {
    ...(newFrom === from ? {} : { started_at: instant(newFrom) }),
    ...(newTo === null || newTo === to ? {} : { ended_at: instant(newTo) }),
  };
}

/** Two one-on-one stretches of one clinician cannot share time. */
function overlapWords(
  segment: EffectiveSegment,
  all: readonly EffectiveSegment[],
  times: { started_at?: string; ended_at?: string },
): string | null {
  if (Object.keys(times).length === 0) return null;
  const from = Date.parse(times.started_at ?? segment.started_at);
  const end = times.ended_at ?? segment.ended_at;
  const to = end ? Date.parse(end) : Number.POSITIVE_INFINITY;
  const other = all.find(
    (one) =>
      one.id !== segment.id &&
      one.clinician_id === segment.clinician_id &&
      Date.parse(one.started_at) < to &&
      (one.ended_at === null ? Number.POSITIVE_INFINITY : Date.parse(one.ended_at)) > from,
  );
  return other ? w.correct.overlaps(spanText(other)) : null;
}
