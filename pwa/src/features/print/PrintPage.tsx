/** A service day as a sheet of paper: what is on it is what the printer gets, black on white, on one page. */
import { at, clockTime, dateText, dayIn, dayText } from "../../domain/time";
import { paper as words } from "../../words/paper";
import { useAnswer } from "../shell/answer";
import { Counted, Lines, Sources } from "./Counted";
import { Evidence } from "./Evidence";
import { PaperPage, Sheet } from "./PaperPage";
import { onPaper, type Printed } from "./paper";

export default function PrintPage({ id, zone }: { id: string; zone: string }) {
  const answer = useAnswer<Printed>(`/api/service-days/${id}/print`);
  return (
    <PaperPage title={words.title} back={{ href: `/billing/${id}`, label: words.back }} answer={answer}>
      {(printed) => <Day printed={printed} zone={zone} />}
    </PaperPage>
  );
}

function Day({ printed, zone }: { printed: Printed; zone: string }) {
  const { revision, service_day: day } = printed;
  const moment = (instant: string) =>
    `${dateText(dayIn(zone, at(instant)))}, ${clockTime(zone, at(instant))}`;
  const sorted = revision && onPaper(revision.result);
  return (
    <Sheet label={words.title} printed={moment(printed.printed_at)}>
      <Heading printed={printed} moment={moment} />
      {day.waits_for.length > 0 && (
        <section>
          <h2>{words.waits}</h2>
          <ul>
            {day.waits_for.map((one) => (
              <li key={`${one.who}:${one.says}`}>
                <b>{one.who}:</b> {one.says}
              </li>
            ))}
          </ul>
        </section>
      )}
      {revision ? <Lines result={revision.result} /> : <p>{words.noRevision}</p>}
      <Evidence printed={printed} moment={moment} />
      {revision && sorted && <Counted sorted={sorted} result={revision.result} />}
      {revision && revision.previous !== null && revision.difference.length > 0 && (
        <section>
          <h2>{words.change(revision.previous)}</h2>
          <p>{revision.difference.map((one) => one.says).join(" ")}</p>
        </section>
      )}
      {sorted && <Sources sources={sorted.sources} />}
    </Sheet>
  );
}

function Heading({ printed, moment }: { printed: Printed; moment: (instant: string) => string }) {
  const { organization, patient, service_day: day, revision, policy } = printed;
  return (
    <>
      <div class="top">
        <b>{organization.name}</b>
        <span>
          {words.state[day.state]}
          {revision && ` · ${words.revision(revision.number, moment(revision.finalized_at))}`}
          {revision?.corrected_claim && ` · ${words.corrected}`}
        </span>
      </div>
      <div class="of-whom">
        <h1>
          {patient.name}, {words.born(dateText(patient.birth_date))}
        </h1>
        <p>
          {words.date}: <b>{`${dayText(day.date_of_service)} ${day.date_of_service.slice(0, 4)}`}</b> ·{" "}
          {words.disciplines[day.discipline] ?? day.discipline}
        </p>
        {policy && (
          <p>
            {words.policy}: <b>{policy.label}</b>, {words.policyFrom(dateText(policy.effective_from))}.{" "}
            {policy.citation}
          </p>
        )}
        {day.submitted && (
          <p>{words.submitted(day.submitted.revision, moment(day.submitted.at), day.submitted.by_name)}</p>
        )}
      </div>
    </>
  );
}
