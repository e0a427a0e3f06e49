/** The goals of a plan of care: which are pursued, which were reached, and what a therapist does with them. */
import { useSignal } from "@preact/signals";
import { isPursued } from "../../domain/goals";
import { measureLabel } from "../../domain/measures";
import { dayText } from "../../domain/time";
import type { EpisodeRow, GoalRow } from "../../domain/types";
import { closeGoal, goalsOf, reopenGoal } from "../../state/planning";
import { roles } from "../../state/session";
import { Icon, Wrong } from "../../ui";
import { plan as words } from "../../words/plan";
import { guarded } from "../attention/guarded";
import { EndGoal } from "./EndGoal";
import { SetGoal } from "./SetGoal";
import "./plan.css";

export function Goals({ episode }: { episode: EpisodeRow }) {
  const setting = useSignal(false);
  const goals = goalsOf(episode.id);
  const may = roles.value.includes("therapist");
  return (
    <section class="sheet panel goals" aria-labelledby="h-goals" id="to-goals">
      <h2 id="h-goals">{words.goals}</h2>
      {goals.length === 0 && <p class="second">{words.none}</p>}
      <ol>
        {goals.map((goal) => (
          <Listed key={goal.id} goal={goal} may={may} />
        ))}
      </ol>
      {may ? (
        <button type="button" onClick={() => (setting.value = true)}>
          <Icon name="plus" />
          {words.set}
        </button>
      ) : (
        <p class="small second">{words.byTherapist}</p>
      )}
      {setting.value && <SetGoal episode={episode} onClose={() => (setting.value = false)} />}
    </section>
  );
}

function Listed({ goal, may }: { goal: GoalRow; may: boolean }) {
  const ending = useSignal(false);
  const wrong = useSignal<string | null>(null);
  const pursued = isPursued(goal);
  const facts = [
    words.targetOf(goal.measure ? measureLabel(goal.measure, null) : "", goal.target ?? ""),
    goal.version === 0 ? words.onlyHere : "",
  ].filter(Boolean);
  return (
    <li>
      <span class="grow">
        <b class={pursued ? "" : "second"}>
          {words.number(goal.number)}: {goal.text}
        </b>
        {facts.length > 0 && <span class="small second">{facts.join(" · ")}</span>}
        <Outcome goal={goal} />
      </span>
      {may && (
        <span class="row">
          {pursued ? (
            <>
              <button type="button" onClick={() => void guarded(wrong, () => closeGoal(goal, "met", null))}>
                <Icon name="check" />
                {words.reached}
                <span class="unseen"> {words.number(goal.number)}</span>
              </button>
              <button type="button" onClick={() => (ending.value = true)}>
                {words.end}
                <span class="unseen"> {words.number(goal.number)}</span>
              </button>
            </>
          ) : (
            <button type="button" onClick={() => void guarded(wrong, () => reopenGoal(goal))}>
              <Icon name="undo" />
              {words.reopen}
              <span class="unseen"> {words.number(goal.number)}</span>
            </button>
          )}
        </span>
      )}
      <Wrong>{wrong.value}</Wrong>
      {ending.value && <EndGoal goal={goal} onClose={() => (ending.value = false)} />}
    </li>
  );
}

function Outcome({ goal }: { goal: GoalRow }) {
  if (goal.met_on) {
    return (
      <span class="tag good">
        <Icon name="check" />
        {words.reachedOn(dayText(goal.met_on).slice(4))}
      </span>
    );
  }
  if (!goal.ended_on) return null;
  return (
    <span class="small second">
      {words.endedOn(dayText(goal.ended_on).slice(4))}: {goal.ended_reason}
    </span>
  );
}
