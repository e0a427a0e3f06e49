/** What a biller works through: held and final service days, each with its lines, reasons and revisions. */
import { useSignal } from "@preact/signals";
import { dayText } from "../../domain/time";
import { route } from "../../state/route";
import { billing } from "../../words/billing";
import { desk } from "../../words/desk";
import { useAnswer } from "../shell/answer";
import { DeskPage, type DeskProps, Waiting } from "../shell/DeskPage";
import { DayPane } from "./DayPane";
import { ALL, type Found, type Listed, listPath, type Narrowed, narrowedBy } from "./day";
import { Filters } from "./Filters";
import { StateTag } from "./StateTag";
import "./service-days.css";

const words = desk.days;

/** `dayId` is the day that is open. */
export default function ServiceDaysPage({ dayId, ...frame }: DeskProps & { dayId: string | null }) {
  const narrowed = useSignal<Narrowed>({ ...ALL, patient: route.value.query.get("patient") ?? "" });
  const answer = useAnswer<Found>(listPath(narrowed.value));
  const found = answer.value.value;
  return (
    <DeskPage
      {...frame}
      title={words.title}
      className="days"
      open={dayId}
      back={{ href: "/billing", label: words.back }}
      list={
        <>
          <Filters narrowed={narrowed} needs={found?.needs ?? []} />
          <Waiting answer={answer} />
          {found?.service_days.length === 0 && (
            <p class="empty">
              {isWhole(narrowed.value) ? `${words.empty} ${words.emptyHelp}` : words.noneSuch}
            </p>
          )}
          <ul class="queue">
            {found?.service_days.map((one) => (
              <Row key={one.id} day={one} open={one.id === dayId} />
            ))}
          </ul>
          {found?.more && <p class="pad small second more-days">{words.tooMany}</p>}
        </>
      }
    >
      {dayId ? (
        <DayPane key={dayId} dayId={dayId} zone={frame.zone} changed={() => void answer.load()} />
      ) : (
        found && found.service_days.length > 0 && <p class="empty">{words.choose}</p>
      )}
    </DeskPage>
  );
}

/** Whether the newest revision was submitted, or an earlier one and a corrected claim is to follow. */
function Submitted({ day }: { day: Listed }) {
  if (!day.submitted || !day.revision) return null;
  const is = day.submitted.revision === day.revision.number;
  return <span class={`small below ${is ? "second" : ""}`}>{is ? words.isSubmitted : words.toCorrect}</span>;
}

function isWhole(narrowed: Narrowed): boolean {
  return narrowed.state === "" && narrowed.patient === "" && narrowedBy(narrowed) === 0;
}

function Row({ day, open }: { day: Listed; open: boolean }) {
  return (
    <li>
      <a href={`/billing/${day.id}`} aria-current={open ? "page" : undefined}>
        <b class="firm">{day.patient_name}</b>
        <StateTag state={day.state} />
        <span class="small second">
          {dayText(day.date_of_service)} · {day.discipline} · {day.policy_label}
        </span>
        <span class="small second">{day.revision ? billing.unit(day.revision.result.units) : ""}</span>
        <Submitted day={day} />
        {day.waits_for[0] && (
          <span class="small waiting">
            {words.waitsFor} <b>{day.waits_for[0].who}</b>
            {day.waits_for.length > 1 && ` ${words.andMore(day.waits_for.length - 1)}`}
          </span>
        )}
      </a>
    </li>
  );
}
