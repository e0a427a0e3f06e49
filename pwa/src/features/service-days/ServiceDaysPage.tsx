/** What a biller works through: held and final service days, each with its lines, reasons and revisions. */
import { useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { at, clockTime, dateText, dayIn, dayText } from "../../domain/time";
import type { BillingResult, ServiceDayRow } from "../../domain/types";
import { roles } from "../../state/session";
import { call } from "../../sync";
import { billing } from "../../words/billing";
import { desk as words } from "../../words/desk";
import { BillingResultView } from "../billing/BillingResultView";
import { Derivation } from "../billing/Derivation";
import { Refused } from "../review/Refused";
import "../review/review.css";
import "./service-days.css";

type Listed = ServiceDayRow & {
  patient_name: string;
  birth_date: string;
  submitted?: { revision: number; at: string; by_name: string } | null;
};
type Revision = NonNullable<ServiceDayRow["revision"]> & { corrected_claim?: boolean };
interface Whole {
  service_day: Listed;
  revisions: Revision[];
}
type Filter = "" | ServiceDayRow["state"];

interface Props {
  sync: ComponentChildren;
  who: string;
  zone: string;
}

const FILTERS: readonly { state: Filter; label: string }[] = [
  { state: "", label: words.days.all },
  { state: "held", label: words.days.held },
  { state: "final", label: words.days.final },
];

export default function ServiceDaysPage({ sync, who, zone }: Props) {
  const filter = useSignal<Filter>("");
  const days = useSignal<Listed[] | null>(null);
  const whole = useSignal<Whole | null>(null);
  const fault = useSignal<unknown>(null);
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
      fault.value = null;
    } catch (problem) {
      fault.value = problem;
    }
  };
  const load = () =>
    attempt(async () => {
      const query = filter.value ? `?state=${filter.value}` : "";
      days.value = (await call<{ service_days: Listed[] }>("GET", `/api/service-days${query}`)).service_days;
    });
  const open = (id: string) =>
    attempt(async () => {
      whole.value = await call<Whole>("GET", `/api/service-days/${id}`);
    });
  const submit = (id: string, revision: number) =>
    attempt(async () => {
      whole.value = await call<Whole>("POST", `/api/service-days/${id}/submitted`, { revision });
    });
  useSignalEffect(() => {
    filter.value;
    void load();
  });
  return (
    <div class="desk alone days">
      <header class="bar">
        <div class="who">
          <h1>{words.days.title}</h1>
          <p>{who}</p>
        </div>
        {sync}
      </header>
      <nav aria-label={words.days.title}>
        <div class="chips pad">
          {FILTERS.map((one) => (
            <button
              key={one.state}
              type="button"
              class="chip"
              aria-pressed={filter.value === one.state}
              onClick={() => {
                filter.value = one.state;
              }}
            >
              {one.label}
            </button>
          ))}
        </div>
        {days.value === null && fault.value === null && (
          <div class="pale pad" role="status" aria-label={words.loading}>
            <i />
            <i />
          </div>
        )}
        {days.value?.length === 0 && (
          <p class="empty">
            {words.days.empty} {words.days.emptyHelp}
          </p>
        )}
        <ul class="queue">
          {days.value?.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                class="day"
                aria-current={whole.value?.service_day.id === one.id ? "true" : undefined}
                onClick={() => void open(one.id)}
              >
                <b class="firm">{one.patient_name}</b>
                <State state={one.state} />
                <span class="small second">
                  {dayText(one.date_of_service)} · {one.discipline} · {one.policy_name}
                </span>
                <span class="small second">
                  {one.revision ? billing.unit(one.revision.result.units) : ""}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <main>
        {fault.value !== null && <Refused problem={fault.value} again={() => void load()} />}
        {whole.value && <Day whole={whole.value} zone={zone} submit={submit} />}
      </main>
    </div>
  );
}

function State({ state }: { state: ServiceDayRow["state"] }) {
  if (state === "final") return <span class="tag good">{words.days.final}</span>;
  return <span class="kind edged">{state === "held" ? words.days.held : words.days.pending}</span>;
}

interface DayProps {
  whole: Whole;
  zone: string;
  submit: (id: string, revision: number) => Promise<void>;
}

function Day({ whole, zone, submit }: DayProps) {
  const { service_day: day, revisions } = whole;
  const [latest, ...earlier] = revisions;
  return (
    <>
      <div class="head">
        <div>
          <h2 class="name">{day.patient_name}</h2>
          <p class="small second">
            {words.review.born(dateText(day.birth_date))} · {dayText(day.date_of_service)} · {day.policy_name}
          </p>
        </div>
        <State state={day.state} />
      </div>
      <div class="row day-acts">
        {day.submitted && (
          <p class="grow">
            {words.days.submitted(
              day.submitted.revision,
              `${dayText(dayIn(zone, at(day.submitted.at)))} ${clockTime(zone, at(day.submitted.at))}`,
              day.submitted.by_name,
            )}
          </p>
        )}
        {latest && canSubmit(day, latest) && (
          <button type="button" onClick={() => void submit(day.id, latest.number)}>
            {words.days.submit}
          </button>
        )}
        <button type="button" onClick={() => print()}>
          {words.days.print}
        </button>
      </div>
      {day.waits_for.length > 0 && (
        <section class="sheet panel" aria-label={words.days.waits}>
          <h3>{words.days.waits}</h3>
          <ul class="told">
            {day.waits_for.map((one) => (
              <li key={one.says}>{one.says}</li>
            ))}
          </ul>
        </section>
      )}
      {latest && <RevisionSheet revision={latest} zone={zone} />}
      {earlier.length > 0 && <h3>{words.days.earlier}</h3>}
      {earlier.map((one) => (
        <RevisionSheet key={one.number} revision={one} zone={zone} />
      ))}
    </>
  );
}

/** The server refuses a held day as well; here the button is not offered. */
function canSubmit(day: Listed, latest: Revision): boolean {
  return roles.value.includes("biller") && day.state === "final" && day.submitted?.revision !== latest.number;
}

function RevisionSheet({ revision, zone }: { revision: Revision; zone: string }) {
  const made = at(revision.finalized_at);
  return (
    <section class="sheet revision">
      <h3 class="pad">
        {words.days.revision(revision.number, `${dayText(dayIn(zone, made))} ${clockTime(zone, made)}`)}
        {revision.corrected_claim && <span class="kind mark corrected">{words.days.corrected}</span>}
      </h3>
      {revision.difference.length > 0 && (
        <ul class="told" aria-label={words.days.difference}>
          {revision.difference.map((one) => (
            <li key={one.says}>{one.says}</li>
          ))}
        </ul>
      )}
      <BillingResultView result={revision.result} name={`revision-${revision.number}`} />
      <OnPaper result={revision.result} name={`paper-${revision.number}`} />
    </section>
  );
}

/** Every derivation, for the printer only: on paper nothing can be opened. */
function OnPaper({ result, name }: { result: BillingResult; name: string }) {
  return (
    <div class="on-paper">
      {result.lines.map((line, i) => (
        <section key={`${name}-${line.code}-${line.modifiers.join()}`}>
          <h4>
            {line.code} {line.modifiers.join(" ")}
          </h4>
          <Derivation id={`${name}-${i}`} line={line} result={result} />
        </section>
      ))}
      {result.unbilled.map((one) => (
        <p key={one.code}>
          <b>{one.code}</b> {one.because}
        </p>
      ))}
    </div>
  );
}
