/** The rule packs at hand: which table answers for which dates, from where it is, and how to import newer ones. */
import { dollars } from "../../domain/money";
import { dateText } from "../../domain/time";
import { Notice } from "../../ui";
import { payers } from "../../words/payers";
import { useAnswer } from "../shell/answer";
import { DeskPage, type DeskProps, Waiting } from "../shell/DeskPage";
import "../shell/desk-tables.css";

const words = payers.packs;

interface Pack {
  kind: string;
  setting: string;
  effective: string;
  until: string | null;
  in_force: boolean;
  out_of_date: boolean;
  ships: boolean;
  rows: number;
  source: string;
  uncertain: string;
}

interface Page {
  packs: Pack[];
  fault: string | null;
  amounts: { year: number; pt_and_slp_cents: number; ot_cents: number; source: string }[];
}

export default function RulePacksPage(frame: DeskProps) {
  const answer = useAnswer<Page>("/api/rule-packs");
  const page = answer.value.value;
  return (
    <DeskPage {...frame} title={words.title}>
      <p class="second lead">{words.of}</p>
      <Waiting answer={answer} />
      {page?.fault && <Notice tone="bad">{words.fault(page.fault)}</Notice>}
      {page?.packs.some((one) => one.out_of_date) && <Notice tone="minding">{words.oldSays}</Notice>}
      {page && <Packs packs={page.packs} />}
      {page && <HowTo />}
      {page && <Amounts amounts={page.amounts} />}
    </DeskPage>
  );
}

function Packs({ packs }: { packs: readonly Pack[] }) {
  return (
    <section class="sheet" aria-label={words.title}>
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">{words.table}</th>
            <th scope="col">{words.dates}</th>
            <th scope="col" class="num">
              {words.rows}
            </th>
            <th scope="col">{words.source}</th>
          </tr>
        </thead>
        <tbody>
          {packs.map((one) => (
            <tr key={`${one.kind}-${one.setting}-${one.effective}`} class={one.in_force ? "" : "second"}>
              <th scope="row">
                {words.kinds[one.kind] ?? one.kind}
                <span class="small second block">{words.settings[one.setting] ?? one.setting}</span>
              </th>
              <td data-of={words.dates}>
                {datesOf(one)}
                <State pack={one} />
              </td>
              <td class="num" data-of={words.rows}>
                {one.rows.toLocaleString("en-US")}
              </td>
              <td data-of={words.source}>
                {one.source} · {one.ships ? words.ships : words.imported}
                {one.uncertain && <span class="small second block">{one.uncertain}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function datesOf({ effective, until }: Pack): string {
  const { from, fromUntil } = payers.policies;
  return until === null ? from(dateText(effective)) : fromUntil(dateText(effective), dateText(until));
}

function State({ pack }: { pack: Pack }) {
  if (!pack.in_force) return null;
  return (
    <span class="block">
      <span class="tag good">{payers.policies.inForce}</span>{" "}
      {pack.out_of_date && <span class="kind mark">{words.old}</span>}
    </span>
  );
}

function HowTo() {
  return (
    <section class="sheet panel stack" aria-label={words.how}>
      <h2>{words.how}</h2>
      {words.steps.map((one) => (
        <p key={one}>{one}</p>
      ))}
      <pre class="command">{words.commands.join("\n")}</pre>
      <p class="second">{words.after}</p>
    </section>
  );
}

function Amounts({ amounts }: { amounts: Page["amounts"] }) {
  const { buckets } = payers.amounts;
  return (
    <section class="sheet" aria-label={words.amounts}>
      <h2 class="pad-head">{words.amounts}</h2>
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">{words.year}</th>
            <th scope="col" class="num">
              {buckets["PT+SLP"]}
            </th>
            <th scope="col" class="num">
              {buckets.OT}
            </th>
            <th scope="col">{words.source}</th>
          </tr>
        </thead>
        <tbody>
          {amounts.map((one) => (
            <tr key={one.year}>
              <th scope="row">{one.year}</th>
              <td class="num" data-of={buckets["PT+SLP"]}>
                {dollars(one.pt_and_slp_cents)}
              </td>
              <td class="num" data-of={buckets.OT}>
                {dollars(one.ot_cents)}
              </td>
              <td data-of={words.source}>{one.source}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
