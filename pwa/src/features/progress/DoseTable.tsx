/** What was done, visit by visit: a row an activity, an arrow where it progressed. */
import type { DoseCell, EpisodeProgress } from "../../domain/progress";
import { dayText } from "../../domain/time";
import { Icon } from "../../ui";
import { words as w } from "../../words";
import { progress as p } from "../../words/measures";

export function DoseTable({ progress }: { progress: EpisodeProgress }) {
  if (progress.doses.length === 0) return <p class="sheet panel second">{p.noDose}</p>;
  return (
    <section class="sheet doses-over" aria-labelledby="doses-over">
      <h2 id="doses-over">{p.done}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset does not scroll */}
      <div class="scroll" role="group" tabIndex={0} aria-label={p.done}>
        <table>
          <thead>
            <tr>
              <td />
              {progress.visits.map((one) => (
                <th key={one.id} scope="col">
                  {dayText(one.date_of_service).slice(4)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {progress.doses.map((line) => (
              <tr key={line.key} class={`c${line.code}`}>
                <th scope="row">
                  {line.technique}
                  <small>{line.regions.map(w.region).join(", ")}</small>
                </th>
                {line.cells.map((cell, place) => (
                  <Cell key={progress.visits[place]?.id} cell={cell} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="small second legend">
        <span class="tag good">
          <Icon name="up" /> {p.progressed}
        </span>
        <span class="tag soft">
          <Icon name="fall" /> {p.regressed}
        </span>
        <span>{p.maintained}</span>
      </p>
    </section>
  );
}

function Cell({ cell }: { cell: DoseCell | null }) {
  if (!cell) return <td class="none">{p.notDone}</td>;
  const moved = cell.progression === "progressed" ? "up" : cell.progression === "regressed" ? "fall" : null;
  return (
    <td class={cell.progression ?? ""}>
      <b>
        {moved && <Icon name={moved} />}
        {moved && <span class="unseen">{w.progression[cell.progression ?? "maintained"]} </span>}
        {cell.figures || cell.circumstances.split(", ")[0]}
      </b>
      <small>{cell.figures ? cell.circumstances : cell.circumstances.split(", ").slice(1).join(", ")}</small>
      {cell.progression === "regressed" && cell.reason && <small>{cell.reason}</small>}
    </td>
  );
}
