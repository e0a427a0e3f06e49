/** The dock while nothing counts: plain paper when stopped, hatched when paused, with the reason to tap. */
import { codeLabel, codeShort, TIMED } from "../../domain/codes";
import { pauseReason } from "../../domain/segment";
import { lengthText } from "../../domain/time";
import type { PauseReason, SegmentRow } from "../../domain/types";
import { now } from "../../state/clock";
import { fullName, timeOf } from "../../state/patients";
import { guarded, sayPause } from "../../state/timing";
import { rows } from "../../state/vault";
import { Chips, Icon, tapping } from "../../ui";
import { words as w } from "../../words";
import { clock as words } from "../../words/clock";

const REASONS: readonly PauseReason[] = ["rest", "toilet", "vitals", "interruption"];

interface StoppedProps {
  paused: SegmentRow | null;
  elsewhere: SegmentRow | null;
  treating: preact.ComponentChild;
  onStart: (code: string) => void;
}

export function Stopped({ paused, elsewhere, treating, onStart }: StoppedProps) {
  const code = paused?.code ?? TIMED[0]?.code ?? "";
  return (
    <div class={`clock ${paused ? "paused" : "stopped"} c${code}`}>
      <p class="what">{stoppedWords(paused, elsewhere)}</p>
      {paused && !elsewhere && <Paused segment={paused} />}
      {treating}
      <button type="button" class="go" aria-disabled={guarded.value} {...tapping(() => onStart(code))}>
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

function Paused({ segment }: { segment: SegmentRow }) {
  const reason = pauseReason(rows.value, segment);
  const seconds = (now.value - Date.parse(segment.ended_at ?? segment.started_at)) / 1000;
  return (
    <div class="pausing">
      <p class="since">{words.pause.since(lengthText(seconds), reason && words.pause.reason[reason])}</p>
      <Chips
        label={words.pause.why}
        options={REASONS.map((value) => ({ value, label: words.pause.reason[value] }))}
        chosen={reason}
        onChoose={(value) => value && void sayPause(segment, value)}
      />
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
