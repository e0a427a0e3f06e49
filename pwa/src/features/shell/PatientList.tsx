/** The searchable list of patients beside a desk page. The name never stands in an address. */
import { useSignal } from "@preact/signals";
import { dateText } from "../../domain/time";
import { Field } from "../../ui";
import { desk } from "../../words/desk";

const words = desk.patientList;
const MOST_SHOWN = 60;

export interface Listed {
  id: string;
  given_name: string;
  family_name: string;
  birth_date: string;
}

interface Props {
  patients: readonly Listed[];
  /** Where a patient's page is, before the id. */
  at: string;
  open: string | null;
}

export function PatientList({ patients, at, open }: Props) {
  const sought = useSignal("");
  const part = sought.value.trim().toLowerCase();
  const found = patients.filter((one) => nameOf(one).toLowerCase().includes(part));
  return (
    <>
      <div class="pad find">
        <Field
          label={words.find}
          value={sought.value}
          input={{ type: "search", autocomplete: "off" }}
          onInput={(text) => (sought.value = text)}
        />
      </div>
      {patients.length > 0 && found.length === 0 && <p class="empty">{words.none}</p>}
      <ul class="queue">
        {found.slice(0, MOST_SHOWN).map((one) => (
          <li key={one.id}>
            <a href={`${at}/${one.id}`} aria-current={one.id === open ? "page" : undefined}>
              <b class="firm">{nameOf(one)}</b>
              <span class="small second">{words.born(dateText(one.birth_date))}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

export function nameOf({ given_name, family_name }: Pick<Listed, "given_name" | "family_name">): string {
  return `${given_name} ${family_name}`;
}
