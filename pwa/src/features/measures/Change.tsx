/** What a value tells: against the first one and the last, the goal, and the published change with its source. */
import {
  type Measure,
  type Published,
  publishedFor,
  seriesKey,
  targetOf,
  trendOf,
  valueText,
} from "../../domain/measures";
import { dayText } from "../../domain/time";
import type { VisitRecord } from "../../domain/visit";
import { measures as m } from "../../words/measures";

interface ChangeProps {
  measure: Measure;
  side: string | null;
  value: number | null;
  record: VisitRecord;
}

export function Change({ measure, side, value, record }: ChangeProps) {
  const earlier = record.history.filter(
    (one) => seriesKey(one.row) === seriesKey({ measure: measure.id, side }),
  );
  const [first, last] = [earlier[0], earlier.at(-1)];
  const mdc = publishedFor(measure.mdc, record.episode.diagnoses, first?.row.value ?? value ?? 0);
  const goal = targetOf(measure, record.goals);
  const text = (stored: number) => valueText(measure.id, stored, measure.unit);
  const trend = first && value !== null ? trendOf(measure, first.row.value, value, mdc) : null;
  return (
    <div class="change small">
      {first && trend && (
        <p>
          <b>{m.change(trend.direction, text(first.row.value), day(first.day))}</b>
          {mdc && trend.beyond !== null && trend.direction !== "same"
            ? `, ${(trend.beyond ? m.beyond : m.within)(text(mdc.value), mdc.population)}.`
            : "."}
        </p>
      )}
      <p class="second">
        {[last && m.lastWas(text(last.row.value), day(last.day)), goal !== null && m.goal(text(goal))]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <details>
        <summary>{m.more}</summary>
        {measure.mdc.map((one) => (
          <Source key={one.population + one.value} words={m.mdc} one={one} text={text} />
        ))}
        {measure.mcid.map((one) => (
          <Source key={one.population + one.value} words={m.mcid} one={one} text={text} />
        ))}
        {!mdc && <p class="second">{m.notPublished}</p>}
      </details>
    </div>
  );
}

interface SourceProps {
  words: (value: string, who: string, source: string) => string;
  one: Published;
  text: (stored: number) => string;
}

function Source({ words, one, text }: SourceProps) {
  return (
    <p class="second">
      {words(text(one.value), one.population, one.source)} {!one.checked && m.unchecked}
    </p>
  );
}

function day(iso: string): string {
  return dayText(iso).slice(4);
}
