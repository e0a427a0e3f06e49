/** Where the times of a stretch come from: what was recorded, and who corrected it when and why. */
import { codeLabel } from "../../domain/codes";
import type { EffectiveSegment } from "../../domain/segment";
import { type Earlier, history } from "../../domain/timeline";
import { withCredentials } from "../../state/patients";
import { rows, zone } from "../../state/vault";
import { words as w } from "../../words";
import { clock as words } from "../../words/clock";
import { typedTime } from "./typed-time";

export function Provenance({ segment }: { segment: EffectiveSegment }) {
  const { recorded } = segment;
  const told = history(segment);
  return (
    <div class="small second">
      <p>
        {words.recorded(
          recorded.code,
          codeLabel(recorded.code),
          clock(recorded.started_at),
          recorded.ended_at === null ? w.time.running : clock(recorded.ended_at),
          recorded.provenance === "reconstructed",
        )}
      </p>
      {told.length > 0 && (
        <ol class="told">
          {told.map((one) => (
            <li key={one.correction.id}>{correctedText(one, recorded.ended_at ?? recorded.started_at)}</li>
          ))}
        </ol>
      )}
    </div>
  );
}

function clock(instant: string): string {
  return typedTime(zone.value, Date.parse(instant));
}

/** "Corrected 4 min later by Rowan Tester, PT: start was 9:18:05. Forgot to start." */
function correctedText({ correction, ...was }: Earlier, since: string): string {
  const by = rows.value.clinician.get(correction.by);
  const changed = [
    correction.started_at !== null && words.was.start(clock(was.started_at)),
    correction.ended_at !== null && was.ended_at !== null && words.was.end(clock(was.ended_at)),
    correction.code !== null && words.was.code(was.code),
    correction.performer !== null && words.was.performer(w.performer[was.performer]),
    correction.remove && words.was.removed,
  ].filter((one) => one !== false);
  const minutes = Math.floor((Date.parse(correction.at) - Date.parse(since)) / 60_000);
  return words.corrected(
    minutes,
    by ? withCredentials(by) : "",
    changed.join(", "),
    [w.reason[correction.reason], correction.note].filter(Boolean).join(": "),
  );
}
