/** Why a line has its units and modifiers: sentences with their sources, and the quarter hours drawn. */
import type { BillingLine, BillingResult, DerivationStep } from "../../domain/types";
import { billing as words } from "../../words/billing";
import { boxes, type QuarterRow, quarterRows } from "./quarters";

interface Props {
  id: string;
  line: BillingLine;
  result: BillingResult;
}

export function Derivation({ id, line, result }: Props) {
  const drawn = line.derivation.findLastIndex((step) => step.rule === "units");
  return (
    <div class="proof" id={id}>
      <ol>
        {line.derivation.map((step, i) => (
          <Step key={step.says} step={step}>
            {i === drawn && <Quarters rows={quarterRows(result)} />}
          </Step>
        ))}
      </ol>
    </div>
  );
}

function Step({ step, children }: { step: DerivationStep; children: preact.ComponentChildren }) {
  return (
    <li>
      <div>
        <p class="rule">{step.says}</p>
        {children}
        <p class="src">{step.source}</p>
      </div>
    </li>
  );
}

function Quarters({ rows }: { rows: readonly QuarterRow[] }) {
  return (
    <ul class="quarters" aria-label={words.quarters}>
      {rows.map((row) => (
        <li class={`q c${row.code}`} key={row.code}>
          <span class="firm">
            <span class="swatch" /> {row.code}
          </span>
          <span class="boxes" aria-hidden="true">
            {boxes(row).map((fill, i) => (
              <i key={i} class={i < row.units ? "" : "no"} style={{ "--f": `${fill}%` }} />
            ))}
          </span>
          <span class="got">{told(row)}</span>
        </li>
      ))}
    </ul>
  );
}

function told(row: QuarterRow): string {
  const parts = [
    row.whole > 0 ? words.quarter(row.whole) : "",
    row.left > 0 ? words.left(row.left) : "",
  ].filter(Boolean);
  return `${parts.join(", ")}: ${row.units > 0 ? words.unit(row.units) : words.noUnit}`;
}
