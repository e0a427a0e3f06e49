/**
 * The dock: the clock, who is treating, Pause and Stop, and the other codes.
 *
 * Solid is counting, hatched is paused, outlined is stopped. The first tap acts.
 */
import { useSignal } from "@preact/signals";
import { codeShort, TIMED } from "../../domain/codes";
import type { Performer, SegmentRow } from "../../domain/types";
import type { VisitRecord } from "../../domain/visit";
import { guarded, ownPerformer, runningHere, start, timingFault, undo, undoable } from "../../state/timing";
import { me } from "../../state/vault";
import { Icon, tapping, Wrong } from "../../ui";
import { words as w } from "../../words";
import { clock as words } from "../../words/clock";
import { Running } from "./Running";
import { Stopped } from "./Stopped";
import "./clock.css";
import "./dock.css";

const PERFORMERS: readonly Performer[] = ["therapist", "assistant", "together"];

export function Dock({ record }: { record: VisitRecord }) {
  const chosen = useSignal<Performer | null>(null);
  const { id } = record.visit;
  const running = runningHere();
  const here = running?.visit_id === id ? running : null;
  const paused = here ? null : pausedSegment(record);
  const performer = here?.performer ?? chosen.value ?? paused?.performer ?? ownPerformer();
  const treat = (next: Performer) => {
    chosen.value = next;
    if (here && here.performer !== next) void start(id, here.code, next);
  };
  const treating = <Treating performer={performer} running={here !== null} onChoose={treat} />;
  return (
    <section class="dock" aria-label={w.clock.region}>
      {here ? (
        <Running segment={here} record={record} treating={treating} />
      ) : (
        <Stopped
          paused={paused}
          elsewhere={running}
          treating={treating}
          onStart={(code) => void start(id, code, performer)}
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
              {...tapping(() => void start(id, code, performer))}
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
  /** Then a tap hands the running code over. */
  running: boolean;
  onChoose: (performer: Performer) => void;
}

function Treating({ performer, running, onChoose }: TreatingProps) {
  return (
    <fieldset class="treating" aria-label={w.clock.treating}>
      {PERFORMERS.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === performer}
          aria-description={running && one !== performer ? words.handOver[one] : undefined}
          {...tapping(() => onChoose(one))}
        >
          {w.performer[one]}
        </button>
      ))}
    </fieldset>
  );
}

function Undo() {
  return (
    <button type="button" class="switch undo" aria-disabled={guarded.value} {...tapping(() => void undo())}>
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
