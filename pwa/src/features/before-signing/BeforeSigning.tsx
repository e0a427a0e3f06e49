/** Region "Before signing": what is missing, and what an auditor would look for; each leads to its field. */
import { useSignal } from "@preact/signals";
import type { Level, Missing } from "../../domain/completeness";
import type { VisitRecord } from "../../domain/visit";
import { go } from "../../state/route";
import { missing } from "../../state/signing";
import { settled } from "../../state/timing";
import { Icon } from "../../ui";
import { words as w } from "../../words";
import { SignDialog } from "../sign/SignDialog";

export function BeforeSigning({ record }: { record: VisitRecord }) {
  const signing = useSignal(false);
  const found = missing(record);
  return (
    <section class="sheet panel" aria-label={w.before.region}>
      <h2>{w.before.region}</h2>
      <MissingOf level="required" of={found} record={record} />
      <MissingOf level="advised" of={found} record={record} />
      {found.length === 0 && <p class="second">{w.before.nothing}</p>}
      <button
        type="button"
        class="wide sign-visit"
        onClick={() => void settled().then(() => (signing.value = true))}
      >
        <Icon name="pen" />
        {w.sign.open}
      </button>
      {signing.value && <SignDialog record={record} onClose={() => (signing.value = false)} />}
    </section>
  );
}

function MissingOf({ level, of, record }: { level: Level; of: readonly Missing[]; record: VisitRecord }) {
  const own = of.filter((one) => one.level === level);
  if (own.length === 0) return null;
  return (
    <>
      <p>
        <span class={`kind ${level === "required" ? "mark" : "edged"}`}>{w.before[level]}</span>
      </p>
      <ul class="todo">
        {own.map((one) => (
          <li key={`${one.element}:${one.target}`}>
            <button type="button" class="go-to" onClick={() => lead(one, record)}>
              {missingWords(one, record)} <Icon name="next" />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** "Response to BAPS board". */
export function missingWords({ element, target }: Missing, record: VisitRecord): string {
  const intervention = record.interventions.find((one) => one.id === target);
  const name = intervention ? intervention.technique || intervention.code : (target ?? "");
  return (w.before.element[element] ?? w.before.other)(name);
}

const IN_FORM: Readonly<Record<string, string>> = {
  adverse_action: "response",
  body_part: "region",
  purpose: "purpose",
  frequency: "plan",
  intensity: "dose",
  duration: "plan",
  progression: "progression",
  response: "response",
  skilled_need: "skilled-need",
};

/** Go to the field that is missing. */
function lead({ element, target }: Missing, record: VisitRecord): void {
  const { id } = record.visit;
  const field = IN_FORM[element];
  if (target && field) go(`/visit/${id}/intervention/${target}?to=${field}`);
  else if (element === "interventions") go(`/visit/${id}/add${target ? `?code=${target}` : ""}`);
  else focusOn(element === "outcome" ? "#section-assessment" : ".dock .stop, .dock .go");
}

function focusOn(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}
