/**
 * The dock: the clock, who is treating, Pause and Stop, and the other codes.
 *
 * Solid is counting, hatched is paused, outlined is stopped. The first tap acts.
 */
import { useSignal } from "@preact/signals";
import { codeLabel, codeShort, TIMED } from "../../domain/codes";
import { minutesPerCode } from "../../domain/minutes";
import { lengthText } from "../../domain/time";
import type { Performer, SegmentRow } from "../../domain/types";
import type { VisitRecord } from "../../domain/visit";
import { now } from "../../state/clock";
import { fullName, timeOf } from "../../state/patients";
import {
  guarded,
  ownPerformer,
  runningHere,
  start,
  stop,
  timingFault,
  undo,
  undoable,
} from "../../state/timing";
import { me, rows } from "../../state/vault";
import { Icon, Wrong } from "../../ui";
import { words as w } from "../../words";
import "./clock.css";
import "./dock.css";

const PERFORMERS: readonly Performer[] = ["therapist", "assistant", "together"];

export function Dock({ record }: { record: VisitRecord }) {
  const chosen = useSignal<Performer>(ownPerformer());
  const { id } = record.visit;
  const running = runningHere();
  const here = running?.visit_id === id ? running : null;
  const paused = here ? null : pausedSegment(record);
  const performer = here?.performer ?? chosen.value;
  const treat = (next: Performer) => {
    chosen.value = next;
    if (here && here.performer !== next) void start(id, here.code, next);
  };
  const treating = <Treating performer={performer} onChoose={treat} />;
  return (
    <section class="dock" aria-label={w.clock.region}>
      {here ? (
        <Running segment={here} record={record} treating={treating} />
      ) : (
        <Stopped
          paused={paused}
          elsewhere={running}
          treating={treating}
          onStart={(code) => void start(id, code, chosen.value)}
        />
      )}
      {timingFault.value && (
        <div class="dock-fault">
          <Wrong>{w.clock.notStored(w.storage[timingFault.value.kind])}</Wrong>
        </div>
      )}
      <div class="switches">
        {TIMED.filter(({ code }) => code !== (here?.code ?? paused?.code ?? TIMED[0]?.code)).map(
          ({ code }) => (
            <button
              key={code}
              type="button"
              class={`switch c${code}`}
              aria-disabled={guarded.value}
              onClick={() => void start(id, code, performer)}
            >
              <span class="small">{here ? w.clock.switchTo : w.clock.start} </span>
              <b>{code}</b>
              <span class="small" aria-hidden="true">
                {codeShort(code)}
              </span>
            </button>
          ),
        )}
        {undoable.value ? <Undo /> : <ToUntimed />}
      </div>
    </section>
  );
}

/** The code that was paused last, when nothing was done since. */
function pausedSegment({ segments }: VisitRecord): SegmentRow | null {
  const own = segments.filter((one) => one.clinician_id === me.value.clinician_id);
  const last = own.at(-1);
  return last?.ended_because === "pause" ? last : null;
}

interface TreatingProps {
  performer: Performer;
  onChoose: (performer: Performer) => void;
}

function Treating({ performer, onChoose }: TreatingProps) {
  return (
    <fieldset class="treating" aria-label={w.clock.treating}>
      {PERFORMERS.map((one) => (
        <button key={one} type="button" aria-pressed={one === performer} onClick={() => onChoose(one)}>
          {w.performer[one]}
        </button>
      ))}
    </fieldset>
  );
}

interface RunningProps {
  segment: SegmentRow;
  record: VisitRecord;
  treating: preact.ComponentChild;
}

function Running({ segment, record, treating }: RunningProps) {
  const own = record.segments.filter((one) => one.code === segment.code);
  const seconds = minutesPerCode(own, now.value)[0]?.seconds ?? 0;
  const earlier = own.length > 1;
  return (
    <div class={`clock c${segment.code}`}>
      <p class="what">
        <b>{segment.code}</b> {codeLabel(segment.code)}
      </p>
      {treating}
      <div class="face">
        <div
          class={`digits${seconds >= 3600 ? " long" : ""}`}
          role="timer"
          aria-label={w.clock.timeOn(segment.code)}
        >
          {lengthText(seconds)}
        </div>
        <p class="since">{w.clock.since(timeOf(segment.started_at), earlier)}</p>
      </div>
      <div class="stops">
        <button type="button" aria-disabled={guarded.value} onClick={() => void stop("pause")}>
          <Icon name="pause" />
          {w.clock.pause}
        </button>
        <button type="button" class="stop" aria-disabled={guarded.value} onClick={() => void stop("stop")}>
          <Icon name="stop" />
          <span>
            {w.clock.stop}
            <span class="unseen"> {segment.code}</span>
          </span>
        </button>
      </div>
    </div>
  );
}

interface StoppedProps {
  paused: SegmentRow | null;
  elsewhere: SegmentRow | null;
  treating: preact.ComponentChild;
  onStart: (code: string) => void;
}

function Stopped({ paused, elsewhere, treating, onStart }: StoppedProps) {
  const code = paused?.code ?? TIMED[0]?.code ?? "";
  return (
    <div class={`clock ${paused ? "paused" : "stopped"} c${code}`}>
      <p class="what">{stoppedWords(paused, elsewhere)}</p>
      {treating}
      <button type="button" class="go" aria-disabled={guarded.value} onClick={() => onStart(code)}>
        <Icon name="play" />
        <span>
          {paused ? w.clock.resume : `${w.clock.start} ${code}`}
          <span class="small" aria-hidden="true">
            {paused ? `${code} ${codeShort(code)}` : codeLabel(code)}
          </span>
        </span>
      </button>
    </div>
  );
}

function stoppedWords(paused: SegmentRow | null, elsewhere: SegmentRow | null): string {
  if (elsewhere) {
    const patient = rows.value.patient.get(elsewhere.patient_id);
    return w.clock.runsElsewhere(elsewhere.code, patient ? fullName(patient) : "");
  }
  return paused ? w.clock.paused(paused.code, timeOf(paused.ended_at ?? paused.started_at)) : w.clock.stopped;
}

function Undo() {
  return (
    <button type="button" class="switch undo" aria-disabled={guarded.value} onClick={() => void undo()}>
      <Icon name="undo" />
      <b>{w.clock.undo}</b>
    </button>
  );
}

function ToUntimed() {
  const reveal = () => {
    const panel = document.getElementById("untimed-codes");
    panel?.scrollIntoView({ block: "center" });
    panel?.querySelector("button")?.focus();
  };
  return (
    <button type="button" class="switch other" onClick={reveal}>
      <span class="small">{w.clock.other} </span>
      <b>{w.clock.untimed}</b>
      <span class="small" aria-hidden="true">
        {w.clock.untimedUnder}
      </span>
    </button>
  );
}
