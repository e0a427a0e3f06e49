/** On paper: the lines, how each came about, what was found, and the sources by number. */
import { codeLabel } from "../../domain/codes";
import { dollars } from "../../domain/money";
import type { BillingResult } from "../../domain/types";
import { paper as words } from "../../words/paper";
import type { OnPaper, Threshold, Told } from "./paper";

export function Lines({ result }: { result: BillingResult }) {
  return (
    <section>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.code}</th>
            <th scope="col">{words.modifiers}</th>
            <th scope="col" class="num">
              {words.units}
            </th>
            <th scope="col" class="num">
              {words.minutes}
            </th>
          </tr>
        </thead>
        <tbody>
          {result.lines.map((line) => (
            <tr key={`${line.code}:${line.modifiers.join()}`}>
              <th scope="row">
                {line.code} <span class="label-of">{labelOf(line.code)}</span>
              </th>
              <td>
                {line.modifiers.join(" ")}
                {line.held && <b> {words.held}</b>}
                {line.outside && ` ${words.outside}`}
              </td>
              <td class="num">{line.units}</td>
              <td class="num">{line.minutes}</td>
            </tr>
          ))}
          {result.unbilled.map((one) => (
            <tr key={one.code}>
              <th scope="row">
                {one.code} <span class="label-of">{labelOf(one.code)}</span>
              </th>
              <td>{one.because}</td>
              <td class="num">{words.none}</td>
              <td class="num">{one.minutes}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="totals">{words.totals(result.timed_minutes, result.treatment_minutes, result.units)}</p>
    </section>
  );
}

function labelOf(code: string): string {
  const label = codeLabel(code);
  return label === code ? "" : label;
}

interface CountedProps {
  sorted: OnPaper;
  result: BillingResult & { threshold?: Threshold };
}

export function Counted({ sorted, result }: CountedProps) {
  return (
    <>
      <section>
        <h2>{words.counted}</h2>
        <dl>
          {sorted.ofDay.length > 0 && <Group titles={[words.ofDay]} told={sorted.ofDay} />}
          {sorted.ofCodes.map(({ titles, steps }) => (
            <Group key={titles.join()} titles={titles} told={steps} />
          ))}
          {result.threshold && (
            <>
              <dt>{words.threshold}</dt>
              <dd>{thresholdText(result.threshold)}</dd>
            </>
          )}
        </dl>
      </section>
      {sorted.findings.length > 0 && (
        <section>
          <h2>{words.findings}</h2>
          <p>
            <Sentences told={sorted.findings} />
          </p>
        </section>
      )}
    </>
  );
}

function thresholdText({ used_cents, day_cents, amount_cents, year }: Threshold): string {
  const day = day_cents === null ? words.unknownDay : dollars(day_cents);
  const amount = amount_cents === null ? words.unknownDay : dollars(amount_cents);
  return words.thresholdSays(dollars(used_cents), day, amount, year);
}

function Group({ titles, told }: { titles: readonly string[]; told: readonly Told[] }) {
  return (
    <>
      <dt>
        {titles.map((one) => (
          <span key={one}>{one}</span>
        ))}
      </dt>
      <dd>
        <Sentences told={told} />
      </dd>
    </>
  );
}

/** Sentences one after the other, each with the number of its source. */
function Sentences({ told }: { told: readonly Told[] }) {
  return (
    <>
      {told.map((one) => (
        <span key={one.says} class="sentence">
          {one.says}
          <sup>{one.source}</sup>{" "}
        </span>
      ))}
    </>
  );
}

export function Sources({ sources }: { sources: readonly string[] }) {
  return (
    <section class="sources">
      <h2>{words.sources}</h2>
      <ol>
        {sources.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ol>
    </section>
  );
}
