/**
 * The lines of a service day as the server decided them, each with its "Why?".
 *
 * Codes with time but no unit stand below them with the reason: nothing that was
 * recorded is left out, and nothing praises more units.
 */
import { useSignal } from "@preact/signals";
import { Fragment } from "preact";
import type { BillingLine, BillingResult, Finding } from "../../domain/types";
import { billing as words } from "../../words/billing";
import "./billing.css";
import { Derivation } from "./Derivation";

interface Props {
  result: BillingResult;
  name?: string;
  /** Left out where the clinician's own choice among equals stands beside the lines. */
  choices?: boolean;
}

/** `name` keeps the ids apart where two results stand on one page. */
export function BillingResultView({ result, name = "lines", choices = true }: Props) {
  const open = useSignal<string | null>(null);
  const toggle = (key: string) => {
    open.value = open.value === key ? null : key;
  };
  return (
    <>
      <table class="lines">
        <thead>
          <tr>
            <th scope="col">{words.code}</th>
            <th scope="col" class="num">
              {words.minutes}
            </th>
            <th scope="col" class="num">
              {words.units}
            </th>
            <th scope="col">{words.modifiers}</th>
            <th scope="col">
              <span class="unseen">{words.why}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {result.lines.map((line, i) => {
            const key = `${name}-${i}`;
            return (
              <LineRows
                key={key}
                id={key}
                line={line}
                result={result}
                open={open.value === key}
                toggle={() => toggle(key)}
              />
            );
          })}
          {result.unbilled.map((one) => {
            const key = `${name}-${one.code}-none`;
            return (
              <UnbilledRows
                key={key}
                id={key}
                {...one}
                open={open.value === key}
                toggle={() => toggle(key)}
              />
            );
          })}
        </tbody>
      </table>
      {choices && <Choices result={result} />}
      <Findings findings={result.findings} />
    </>
  );
}

interface Opened {
  id: string;
  open: boolean;
  toggle: () => void;
}

function LineRows({ id, line, result, open, toggle }: Opened & { line: BillingLine; result: BillingResult }) {
  return (
    <>
      <tr class={`c${line.code}${open ? " open" : ""}`}>
        <td class="code">
          <span class="swatch" /> {line.code}
        </td>
        <td class="num">{line.minutes}</td>
        <td class="num loud">{line.units}</td>
        <td>
          {line.modifiers.map((modifier) => (
            <Fragment key={modifier}>
              <span class="mod">{modifier}</span>{" "}
            </Fragment>
          ))}
          {line.held && <span class="kind mark">{words.lineHeld}</span>}
          {line.outside && <span class="second small">{words.outside}</span>}
        </td>
        <td>
          <Why id={id} code={line.code} open={open} toggle={toggle} />
        </td>
      </tr>
      {open && (
        <tr class="open">
          <td colSpan={5} class="wide">
            <Derivation id={id} line={line} result={result} />
          </td>
        </tr>
      )}
    </>
  );
}

function UnbilledRows({
  id,
  code,
  minutes,
  because,
  open,
  toggle,
}: Opened & BillingResult["unbilled"][number]) {
  return (
    <>
      <tr class={`c${code}${open ? " open" : ""}`}>
        <td class="code second">
          <span class="swatch" /> {code}
        </td>
        <td class="num">{minutes}</td>
        <td class="num second">{words.none}</td>
        <td class="second small">{words.noLine}</td>
        <td>
          <Why id={id} code={code} open={open} toggle={toggle} />
        </td>
      </tr>
      {open && (
        <tr class="open">
          <td colSpan={5} class="wide">
            <p class="proof because" id={id}>
              {because}
            </p>
          </td>
        </tr>
      )}
    </>
  );
}

function Why({ id, code, open, toggle }: Opened & { code: string }) {
  return (
    <button type="button" aria-expanded={open} aria-controls={id} onClick={toggle}>
      {words.why}
      <span class="unseen"> {code}</span>
    </button>
  );
}

function Choices({ result }: { result: BillingResult }) {
  if (result.choices.length === 0) return null;
  return (
    <ul class="told">
      {result.choices.map((one) => (
        <li key={one.chosen}>
          {words.choice(one.chosen, one.between.join(", "), words.bases[one.basis] ?? one.basis)}
        </li>
      ))}
    </ul>
  );
}

function Findings({ findings }: { findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <ul class="told" aria-label={words.findings}>
      {findings.map((one) => (
        <li key={`${one.id}-${one.line ?? ""}`} class={one.severity}>
          <span class="kind">{words.severity[one.severity]}</span> {one.says}
          <span class="src">{one.source}</span>
        </li>
      ))}
    </ul>
  );
}
