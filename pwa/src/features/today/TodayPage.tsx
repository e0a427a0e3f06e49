/** Today: the appointments as a line of time; the next one is a card with its precautions. */

import { useSignal } from "@preact/signals";
import { segmentsOf } from "../../domain/segment";
import { dayText } from "../../domain/time";
import type { AppointmentRow, PatientRow } from "../../domain/types";
import { slowNow } from "../../state/clock";
import { birthDate, fullName, timeOf, withCredentials } from "../../state/patients";
import { reopenAppointment } from "../../state/presence";
import { go } from "../../state/route";
import { syncStatus } from "../../state/sync";
import { fetched, me, rows } from "../../state/vault";
import { nextSlot, type Slot, today, todaysSlots, visitNumber } from "../../state/visits";
import { Empty, Icon, Pale, Ribbon, Wrong } from "../../ui";
import { words as w } from "../../words";
import { presence } from "../../words/presence";
import { guarded } from "../attention/guarded";
import { Page } from "../shell/Page";
import { notFetchedWords } from "../sync-status/Fetching";
import { stretchesOf } from "../visit/stretches";
import { NotHeld } from "./NotHeld";
import { slotTags } from "./tags";
import "./today.css";

export default function TodayPage() {
  const clinics = [...rows.value.clinic.values()].map((one) => one.name);
  const under = [dayText(today.value), withCredentials(me.value), clinics.length === 1 ? clinics[0] : null];
  const slots = todaysSlots.value;
  return (
    <Page title={w.today.title} under={under.filter(Boolean).join(" · ")}>
      {slots.length === 0 ? <NothingToday /> : null}
      <ol class="day">
        {slots.map((slot) => (
          <SlotItem key={slot.visitId} slot={slot} next={slot.visitId === nextSlot.value?.visitId} />
        ))}
      </ol>
      <button type="button" class="new-visit" onClick={() => go("/new-visit")}>
        <Icon name="plus" />
        {w.today.newVisit}
      </button>
    </Page>
  );
}

function NothingToday() {
  return isComing() ? <Pale label={w.loading} rows={5} /> : <Empty says={nothingWords()} />;
}

/** Today's appointments are the newest of all: while pages come nobody can say that there are none. */
function isComing(): boolean {
  const status = syncStatus.value;
  return Boolean(status?.position || (status?.busy && !fetched.value));
}

function nothingWords(): string {
  if (!fetched.value) return notFetchedWords();
  return rows.value.patient.size === 0 ? w.today.nobody : w.today.nothing;
}

function SlotItem({ slot, next }: { slot: Slot; next: boolean }) {
  const { appointment, visit } = slot;
  const patientId = appointment?.patient_id ?? visit?.patient_id ?? "";
  const patient = rows.value.patient.get(patientId);
  if (!patient) return null;
  const off = appointment !== null && appointment.status !== "scheduled" && !visit;
  const segments = visit ? segmentsOf(rows.value, new Set([visit.id])) : [];
  const kind = next ? "next" : off ? "off" : segments.length > 0 ? "done" : "";
  return (
    <li class={`slot ${kind}`}>
      <p class="at">
        <b>{timeOf(slot.startsAt)}</b>
        <small>{next ? w.today.next : lengthWords(slot)}</small>
      </p>
      <a href={`/visit/${slot.visitId}`}>
        <span>
          <span class="name">{fullName(patient)}</span>
          <br />
          <span class="why">{whyWords(slot)}</span>
        </span>
        <span class="right">
          {segments.length > 0 && <Ribbon stretches={stretchesOf(segments, [], slowNow.value)} />}
          {slotTags(slot).map(({ text, icon, tone }) => (
            <span key={text} class={`tag ${tone}`}>
              <Icon name={icon} /> {text}
            </span>
          ))}
          {next && (
            <span class="open">
              {w.today.open} <Icon name="next" />
            </span>
          )}
        </span>
        {next && patient.precautions.length > 0 && (
          <span class="precautions rest">
            <Icon name="mind" />
            <span>{patient.precautions.join(" · ")}</span>
          </span>
        )}
      </a>
      {appointment && !visit && <Closing appointment={appointment} patient={patient} />}
    </li>
  );
}

/** An appointment whose visit has not begun: say that it is not held, or that it is expected again. */
function Closing({ appointment, patient }: { appointment: AppointmentRow; patient: PatientRow }) {
  const closing = useSignal(false);
  const wrong = useSignal<string | null>(null);
  const open = appointment.status === "scheduled";
  const act = () => {
    if (open) closing.value = true;
    else void guarded(wrong, () => reopenAppointment(appointment));
  };
  return (
    <>
      <button type="button" class="plain unheld" onClick={act}>
        {open ? (
          <>
            <Icon name="more" />
            <span class="unseen">{presence.notHeld.title}</span>
          </>
        ) : (
          presence.reopen
        )}
        <span class="unseen">: {fullName(patient)}</span>
      </button>
      <Wrong>{wrong.value}</Wrong>
      {closing.value && (
        <NotHeld
          appointment={appointment}
          whose={`${fullName(patient)} · ${w.born(birthDate(patient))}`}
          onClose={() => (closing.value = false)}
        />
      )}
    </>
  );
}

function lengthWords({ visit }: Slot): string {
  if (!visit) return "";
  const ends = segmentsOf(rows.value, new Set([visit.id]));
  const first = ends[0];
  if (!first) return "";
  const last = Math.max(...ends.map((one) => (one.ended_at ? Date.parse(one.ended_at) : slowNow.value)));
  return w.time.minutes(Math.floor((last - Date.parse(first.started_at)) / 60_000));
}

function whyWords({ appointment, visit, visitId, startsAt }: Slot): string {
  const episode = rows.value.episode.get(appointment?.episode_id ?? visit?.episode_id ?? "");
  if (appointment && appointment.status !== "scheduled" && !visit) {
    return appointment.reason ?? "";
  }
  if (!episode) return "";
  const number = visitNumber(rows.value, { id: visitId, episode_id: episode.id, started_at: startsAt });
  const others = (appointment?.clinician_ids ?? []).filter((id) => id !== me.value.clinician_id);
  const names = others.map((id) => rows.value.clinician.get(id)).filter((one) => one !== undefined);
  return [
    episode.title,
    w.visitNumber(number, episode.visits_planned),
    appointment?.place,
    names.length > 0 ? w.today.with(names.map(withCredentials).join(", ")) : null,
  ]
    .filter(Boolean)
    .join(" · ");
}
