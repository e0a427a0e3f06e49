/** The big thing to tap: it counts, starts a hold or lets it go; the figures are its face. */
import type { Plan, Tally } from "../../domain/counter";
import { lengthText } from "../../domain/time";
import { now } from "../../state/clock";
import { counter as words } from "../../words/counter";

/** From here on minutes and seconds read better. */
const LONG_SECONDS = 100;

interface TapAreaProps {
  plan: Plan;
  tally: Tally;
  onTap: () => void;
}

export function TapArea({ plan, tally, onTap }: TapAreaProps) {
  const { holding, resting } = tally;
  const action = holding ? "release" : plan.hold_seconds ? "hold" : "rep";
  const under = action === "hold" ? words.tapUnder.hold(plan.hold_seconds ?? 0) : words.tapUnder[action];
  const until = holding ?? resting;
  // The shown clock may stand a moment before the tap: never more than the whole.
  const left = until ? Math.max(0, Math.ceil((until.to - Math.max(until.from, now.value)) / 1000)) : null;
  return (
    <button
      type="button"
      class={`tap-area ${holding ? "holding" : resting ? "resting" : ""}`}
      aria-label={words.tap[action]}
      aria-describedby="counted"
      onClick={onTap}
    >
      <span class="of-set" id="counted">
        {words.set(tally.sets.length + 1, plan.sets)} · {words.reps(tally.reps, plan.reps)}
      </span>
      <span class={`figure${(left ?? 0) >= LONG_SECONDS ? " long" : ""}`} aria-hidden="true">
        {left === null ? tally.reps : left < LONG_SECONDS ? left : lengthText(left)}
      </span>
      <span class="what">
        {resting ? words.resting : words.tap[action]}
        <small>{resting ? words.restUnder : under}</small>
      </span>
    </button>
  );
}
