/** Where the plan of care stands, as plain facts: visits, next report, certification, authorization. */
import { type PlanFacts as Facts, planFacts } from "../../domain/plan-facts";
import { dayText } from "../../domain/time";
import type { EpisodeRow } from "../../domain/types";
import { words as w } from "../../words";

export function PlanFacts({ episode, visit }: { episode: EpisodeRow; visit: number }) {
  return (
    <dl class="plan-facts">
      {told(planFacts(episode, visit)).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function told(facts: Facts): [string, string][] {
  const authorized = w.plan.authorizedUntil(
    facts.authorizedVisits,
    facts.visit,
    facts.authorizedUntil && whole(facts.authorizedUntil),
  );
  const all: [string, string | null][] = [
    [w.plan.visits, w.plan.visitsOf(facts.visit, facts.planned)],
    [w.plan.report, facts.reportBy === null ? null : w.plan.byVisit(facts.reportBy)],
    [w.plan.certified, facts.certifiedUntil && whole(facts.certifiedUntil)],
    [w.plan.authorized, authorized || null],
  ];
  return all.filter((one): one is [string, string] => one[1] !== null);
}

function whole(day: string): string {
  return `${dayText(day).slice(4)} ${day.slice(0, 4)}`;
}
