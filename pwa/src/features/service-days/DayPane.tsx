/** One service day: who must do what, its newest revision with the reasons, what was told, and what was before. */

import { useSignal } from "@preact/signals";
import { dateText, dayText } from "../../domain/time";
import { roles } from "../../state/session";
import { ApiFault, call } from "../../sync";
import { Icon, Notice } from "../../ui";
import { desk } from "../../words/desk";
import { BillingResultView } from "../billing/BillingResultView";
import { Refused } from "../review/Refused";
import { useAnswer } from "../shell/answer";
import { Waiting } from "../shell/DeskPage";
import type { Listed, Revision, Whole } from "./day";
import { StateTag } from "./StateTag";
import { momentText } from "./said";
import { Told } from "./Told";

const words = desk.days;

interface Props {
  dayId: string;
  zone: string;
  /** Something about the day is no longer as the list shows it. */
  changed: () => void;
}

export function DayPane({ dayId, zone, changed }: Props) {
  const answer = useAnswer<Whole>(`/api/service-days/${dayId}`);
  const refused = useSignal<ApiFault | null>(null);
  const whole = answer.value.value;
  async function submit(revision: number) {
    try {
      answer.show(await call<Whole>("POST", `/api/service-days/${dayId}/submitted`, { revision }));
      refused.value = null;
      changed();
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause;
      refused.value = cause;
    }
  }
  if (!whole) return <Waiting answer={answer} />;
  const { service_day: day, revisions } = whole;
  const [latest, ...earlier] = revisions;
  return (
    <>
      <Head day={day} />
      {answer.fault.value && <Refused problem={answer.fault.value} again={() => void answer.load()} />}
      {refused.value && <Refused problem={refused.value} again={() => void answer.load()} />}
      {day.finding && <Notice tone="bad">{day.finding.says}</Notice>}
      <Waits day={day} />
      <div class="row">
        {day.submitted && <p class="grow">{submittedText(day.submitted, zone)}</p>}
        {latest && canSubmit(day, latest) && (
          <button type="button" class="main" onClick={() => void submit(latest.number)}>
            {words.submit}
          </button>
        )}
        <a class="button" href={`/billing/${day.id}/print`}>
          <Icon name="print" />
          {words.paper}
        </a>
        {latest && "threshold" in latest.result && (
          <a class="button" href={`/amounts/${day.patient_id}`}>
            {words.amounts}
          </a>
        )}
      </div>
      {latest && <RevisionSheet revision={latest} zone={zone} />}
      <Told whole={whole} zone={zone} />
      {earlier.length > 0 && (
        <details class="earlier">
          <summary>{words.earlierCount(earlier.length)}</summary>
          <div class="stack">
            {earlier.map((one) => (
              <RevisionSheet key={one.number} revision={one} zone={zone} />
            ))}
          </div>
        </details>
      )}
    </>
  );
}

function Head({ day }: { day: Listed }) {
  return (
    <div class="head">
      <div>
        <h2 class="name">{day.patient_name}</h2>
        <p class="small second">
          {desk.review.born(dateText(day.birth_date))} · {dayText(day.date_of_service)} · {day.discipline} ·{" "}
          {day.policy_label}
        </p>
      </div>
      <StateTag state={day.state} />
    </div>
  );
}

function Waits({ day }: { day: Listed }) {
  if (day.waits_for.length === 0) return null;
  return (
    <section class="sheet panel" aria-label={words.waits}>
      <h3>{words.waits}</h3>
      <ul class="who-what">
        {day.waits_for.map((one) => (
          <li key={`${one.who}:${one.says}`}>
            <b>{one.who}:</b> {one.says}
          </li>
        ))}
      </ul>
    </section>
  );
}

function submittedText(submitted: NonNullable<Listed["submitted"]>, zone: string): string {
  const { revision, by_name } = submitted;
  return words.submitted(revision, momentText(submitted.at, zone), by_name);
}

/** The server refuses a held day as well; here the button is not offered. */
function canSubmit(day: Listed, latest: Revision): boolean {
  return roles.value.includes("biller") && day.state === "final" && day.submitted?.revision !== latest.number;
}

function RevisionSheet({ revision, zone }: { revision: Revision; zone: string }) {
  return (
    <section class="sheet revision" aria-label={words.revisionName(revision.number)}>
      <h3 class="pad">
        {words.revision(revision.number, momentText(revision.finalized_at, zone))}
        {revision.corrected_claim && <span class="kind mark corrected">{words.corrected}</span>}
      </h3>
      {revision.previous !== null && revision.difference.length > 0 && (
        <div class="pad changes">
          <h4>{words.changed(revision.previous)}</h4>
          <ul>
            {revision.difference.map((one) => (
              <li key={one.says} class={one.about === "because" ? "firm" : ""}>
                {one.says}
              </li>
            ))}
          </ul>
        </div>
      )}
      <BillingResultView result={revision.result} name={`revision-${revision.number}`} />
    </section>
  );
}
