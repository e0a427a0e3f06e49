/** The dock's clock while it counts: solid in its code's colour, with Pause and Stop under the thumb. */
import { codeLabel } from "../../domain/codes";
import { minutesPerCode } from "../../domain/minutes";
import { lengthText } from "../../domain/time";
import type { SegmentRow } from "../../domain/types";
import type { VisitRecord } from "../../domain/visit";
import { now } from "../../state/clock";
import { timeOf } from "../../state/patients";
import { words as w } from "../../words";
import { clock as words } from "../../words/clock";
import { Stops } from "./Stops";

interface RunningProps {
  segment: SegmentRow;
  record: VisitRecord;
  treating: preact.ComponentChild;
}

export function Running({ segment, record, treating }: RunningProps) {
  const own = record.segments.filter((one) => one.code === segment.code);
  const seconds = minutesPerCode(own, now.value)[0]?.seconds ?? 0;
  const handed = handedOver(record, segment);
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
        <p class="since" role={handed ? "status" : undefined}>
          {handed
            ? words.handedOver(w.performer[segment.performer], timeOf(segment.started_at))
            : w.clock.since(timeOf(segment.started_at), own.length > 1)}
        </p>
      </div>
      <div class="stops">
        <Stops code={segment.code} />
      </div>
    </div>
  );
}

/** Whether it goes on from the very instant at which somebody else's time under the code ended. */
function handedOver({ segments }: VisitRecord, segment: SegmentRow): boolean {
  return segments.some(
    (one) =>
      one.code === segment.code &&
      one.performer !== segment.performer &&
      one.recorded.ended_at === segment.started_at,
  );
}
