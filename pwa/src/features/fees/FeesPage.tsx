/** The fee table: what one unit of a code is allowed, from a date on. Rows are added, never changed. */
import { useSignal } from "@preact/signals";
import { codeLabel } from "../../domain/codes";
import { centsOf, dollars } from "../../domain/money";
import { at, dateText, dayIn } from "../../domain/time";
import { ApiFault, call } from "../../sync";
import { Field } from "../../ui";
import { payers } from "../../words/payers";
import { Refused } from "../review/Refused";
import { isOfAField, saidOf, useAnswer } from "../shell/answer";
import { DeskPage, type DeskProps, Waiting } from "../shell/DeskPage";
import { counting, type Fee } from "./fee";
import "../shell/desk-tables.css";
import "./fees.css";

const words = payers.fees;

export default function FeesPage(frame: DeskProps) {
  const answer = useAnswer<{ fees: Fee[] }>("/api/fees");
  const fees = answer.value.value?.fees;
  return (
    <DeskPage {...frame} title={words.title}>
      <p class="second lead">
        {words.of} {words.stays}
      </p>
      <AddFee kept={() => void answer.load()} />
      <Waiting answer={answer} />
      {fees?.length === 0 && <p class="empty">{words.empty}</p>}
      {fees && fees.length > 0 && <FeeTable fees={fees} zone={frame.zone} />}
    </DeskPage>
  );
}

function FeeTable({ fees, zone }: { fees: readonly Fee[]; zone: string }) {
  const counts = counting(fees, dayIn(zone, Date.now()));
  return (
    <section class="sheet" aria-label={words.title}>
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">{words.code}</th>
            <th scope="col" class="num">
              {words.fee}
            </th>
            <th scope="col">{words.from}</th>
            <th scope="col">{words.entered}</th>
          </tr>
        </thead>
        <tbody>
          {fees.map((one) => (
            <tr key={one.id} class={counts.has(one.id) ? "" : "second"}>
              <th scope="row">
                {one.code} <span class="small second">{labelOf(one.code)}</span>
              </th>
              <td class="num" data-of={words.fee}>
                {dollars(one.cents)}
              </td>
              <td data-of={words.from}>
                {dateText(one.effective_from)}{" "}
                {counts.has(one.id) && <span class="tag good">{words.counts}</span>}
              </td>
              <td class="small" data-of={words.entered}>
                {words.by(one.by_name, dateText(dayIn(zone, at(one.created_at))))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function labelOf(code: string): string {
  const label = codeLabel(code);
  return label === code ? "" : label;
}

const CODE = /^[0-9A-Z][0-9]{4}$/;
const FIELDS = ["code", "cents", "effective_from"];

function AddFee({ kept }: { kept: () => void }) {
  const typed = useSignal({ code: "", cents: "", effective_from: "" });
  const wrong = useSignal<Record<string, string | null>>({});
  const fault = useSignal<ApiFault | null>(null);
  const set = (field: string) => (text: string) => {
    typed.value = { ...typed.value, [field]: text };
  };
  async function save(event: Event) {
    event.preventDefault();
    const code = typed.value.code.trim().toUpperCase();
    const cents = centsOf(typed.value.cents);
    const { effective_from } = typed.value;
    wrong.value = {
      code: CODE.test(code) ? null : words.codeWrong,
      cents: cents === null ? words.centsWrong : null,
      effective_from: effective_from ? null : words.dateWrong,
    };
    if (Object.values(wrong.value).some(Boolean)) return;
    try {
      await call("POST", "/api/fees", { code, cents, effective_from });
      fault.value = null;
      typed.value = { ...typed.value, code: "", cents: "" };
      kept();
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause;
      fault.value = cause;
    }
  }
  const saidAt = (field: string) => wrong.value[field] ?? saidOf(fault.value, field);
  return (
    <form class="sheet panel add-fee" aria-label={words.add} onSubmit={(event) => void save(event)}>
      <Field
        label={words.code}
        value={typed.value.code}
        wrong={saidAt("code")}
        input={{ autocomplete: "off", maxLength: 5 }}
        onInput={set("code")}
      />
      <Field
        label={words.cents}
        value={typed.value.cents}
        wrong={saidAt("cents")}
        input={{ inputMode: "decimal", autocomplete: "off" }}
        onInput={set("cents")}
      />
      <Field
        label={words.effective}
        value={typed.value.effective_from}
        wrong={saidAt("effective_from")}
        input={{ type: "date" }}
        onInput={set("effective_from")}
      />
      <button type="submit" class="main">
        {words.save}
      </button>
      {fault.value && !isOfAField(fault.value, FIELDS) && (
        <Refused problem={fault.value} again={() => void save(new Event("submit"))} />
      )}
    </form>
  );
}
