/** The measures of a visit: each with its value and whether it moved since the first one. */
import { measureLabel, measureOf, publishedFor, seriesKey, trendOf, valueText } from "../../domain/measures";
import type { MeasureRow } from "../../domain/types";
import type { VisitRecord } from "../../domain/visit";
import { go } from "../../state/route";
import { Icon } from "../../ui";
import { words as w } from "../../words";

export function VisitMeasures({ record }: { record: VisitRecord }) {
  const href = `/visit/${record.visit.id}/measures`;
  return (
    <section class="measured" aria-labelledby="measured">
      <div class="head">
        <h2 id="measured">{w.visit.measures}</h2>
        <button type="button" onClick={() => go(href)}>
          <Icon name="plus" />
          {w.visit.addMeasure}
        </button>
      </div>
      {record.measures.length > 0 && (
        <ul class="sheet measured-list">
          {record.measures.map((row) => (
            <li key={row.id}>
              <a href={`${href}?row=${row.id}`}>
                <span>{measureLabel(row.measure, row.side)}</span>
                <span class="value">
                  <Arrow row={row} record={record} />
                  <b>{valueText(row.measure, row.value, row.unit)}</b>
                </span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const LOOKS = {
  better: ["up", "good"],
  worse: ["fall", "soft"],
  same: ["same", "soft"],
} as const;

function Arrow({ row, record }: { row: MeasureRow; record: VisitRecord }) {
  const first = record.history.find((one) => seriesKey(one.row) === seriesKey(row));
  const known = measureOf(row.measure);
  if (!first || !known) return null;
  const mdc = publishedFor(known.mdc, record.episode.diagnoses, first.row.value);
  const { direction } = trendOf(known, first.row.value, row.value, mdc);
  const [icon, tone] = LOOKS[direction];
  return (
    <span class={`tag ${tone}`}>
      <Icon name={icon} /> {w.visit.moved[direction]}
    </span>
  );
}
