/** Who has used 80 % or more of an amount of this year: whoever will soon need a clinician's attestation. */
import { dollars } from "../../domain/money";
import { dateText } from "../../domain/time";
import { payers } from "../../words/payers";
import { useAnswer } from "../shell/answer";
import { Waiting } from "../shell/DeskPage";
import type { Near } from "./amount";

const words = payers.amounts;

export function NearList() {
  const answer = useAnswer<Near>("/api/thresholds");
  const near = answer.value.value;
  if (!near) return <Waiting answer={answer} />;
  return (
    <>
      <p class="empty">{words.choose}</p>
      <section class="sheet" aria-labelledby="near">
        <h2 id="near" class="panel">
          {words.near(near.year)}
        </h2>
        {near.patients.length === 0 && <p class="pad-line second">{words.nobodyNear(near.year)}</p>}
        <ul class="queue">
          {near.patients.map((one) => (
            <li key={`${one.patient_id}:${one.bucket}`}>
              <a href={`/amounts/${one.patient_id}`}>
                <b class="firm">{one.patient_name}</b>
                <span class="kind mark">{words.states[one.state]}</span>
                <span class="small second">
                  {words.born(dateText(one.birth_date))} · {words.buckets[one.bucket] ?? one.bucket}
                </span>
                <span class="small second">
                  {words.usedOf(dollars(one.used_cents), dollars(one.amount_cents))}
                </span>
              </a>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
