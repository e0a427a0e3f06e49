/** Who has used 80 % or more of an amount of this year: whoever will soon need a clinician's attestation. */
import { dollars } from "../../domain/money";
import { dateText } from "../../domain/time";
import { payers } from "../../words/payers";
import { useAnswer } from "../shell/answer";
import { Waiting } from "../shell/DeskPage";
import type { Near } from "./amount";

const words = payers.amounts;
/** Physical with speech therapy, and occupational therapy. */
const BUCKETS = 2;

export function NearList({ open }: { open: string | null }) {
  const answer = useAnswer<Near>("/api/thresholds");
  const near = answer.value.value;
  if (!near) return <Waiting answer={answer} />;
  return (
    <section class="near" aria-labelledby="near">
      <h2 id="near" class="pad">
        {words.near(near.year)}
      </h2>
      {near.without_amount.length > 0 && (
        <p class="pad small">
          <span class="kind mark">{words.noneYet(near.year, near.without_amount.join(", "))}</span>
        </p>
      )}
      {near.patients.length === 0 && near.without_amount.length < BUCKETS && (
        <p class="pad small second">{words.nobodyNear(near.year)}</p>
      )}
      <ul class="queue">
        {near.patients.map((one) => (
          <li key={`${one.patient_id}:${one.bucket}`}>
            <a
              href={`/amounts/${one.patient_id}`}
              aria-current={one.patient_id === open ? "page" : undefined}
            >
              <b class="firm">{one.patient_name}</b>
              <span class="kind mark">{words.states[one.state]}</span>
              <span class="small second">{words.born(dateText(one.birth_date))}</span>
              <span class="small second below">
                {one.bucket} · {words.usedOf(dollars(one.used_cents), dollars(one.amount_cents))}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
