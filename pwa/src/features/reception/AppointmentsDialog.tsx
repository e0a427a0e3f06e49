/** A patient's appointments to come, and making one, or one in each of several weeks. */
import { type Signal, useSignal } from "@preact/signals";
import { clockTime, dayIn, dayText } from "../../domain/time";
import { ApiFault, call } from "../../sync";
import { Chip, Chips, Dialog, Field, Labelled, Wrong } from "../../ui";
import { reception as words } from "../../words/reception";
import { told } from "../review/Refused";
import { useAnswer } from "../shell/answer";
import { Waiting } from "../shell/DeskPage";
import { type Booked, type Booking, bookingOf, emptyBooking, isOfBooking } from "./booking";
import { type Choices, type Known, saidAnywhere } from "./intake";

interface AppointmentsProps {
  patient: Known;
  choices: Choices;
  zone: string;
  onClose: () => void;
}

export function AppointmentsDialog({ patient, choices, zone, onClose }: AppointmentsProps) {
  const way = `/api/reception/patients/${patient.id}/appointments`;
  const answer = useAnswer<Booked>(way);
  const form = useSignal<Booking>(emptyBooking(choices));
  const fault = useSignal<ApiFault | null>(null);
  const busy = useSignal(false);
  const made = useSignal(0);
  const booked = answer.value.value;
  async function book() {
    if (busy.value || !booked) return;
    busy.value = true;
    fault.value = null;
    made.value = 0;
    try {
      const kept = await call<Booked>("POST", way, bookingOf(form.value, booked));
      made.value = kept.appointments.length - booked.appointments.length;
      answer.show(kept);
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause;
      fault.value = cause;
    } finally {
      busy.value = false;
    }
  }
  return (
    <Dialog
      title={words.appointments}
      under={`${patient.given_name} ${patient.family_name}`}
      close={words.close}
      onClose={onClose}
      foot={
        <button type="button" class="main wide" aria-disabled={busy.value} onClick={() => void book()}>
          {words.book}
        </button>
      }
    >
      <div class="stack">
        <Waiting answer={answer} />
        {booked && <ToCome booked={booked} choices={choices} zone={zone} />}
        {booked && <BookingForm booked={booked} choices={choices} form={form} fault={fault.value} />}
        {fault.value && !isOfBooking(fault.value) && <Elsewhere fault={fault.value} />}
        <p class="small second" role="status">
          {made.value > 0 && words.booked(made.value)}
        </p>
      </div>
    </Dialog>
  );
}

interface ToComeProps {
  booked: Booked;
  choices: Choices;
  zone: string;
}

function ToCome({ booked, choices, zone }: ToComeProps) {
  if (booked.appointments.length === 0) return <p class="second">{words.noneToCome}</p>;
  const nameOf = (id: string) => choices.clinicians.find((one) => one.id === id)?.name ?? "";
  return (
    <ul class="to-come" aria-label={words.toCome}>
      {booked.appointments.map((one) => (
        <li key={one.id}>
          <b>
            {dayText(dayIn(zone, Date.parse(one.starts_at)))}, {clockTime(zone, Date.parse(one.starts_at))}
          </b>{" "}
          <span class="second">
            {[
              words.long(one.minutes),
              choices.clinics.find(({ id }) => id === one.clinic_id)?.name ?? one.place,
              one.clinician_ids.map(nameOf).join(", "),
              one.status === "scheduled" ? "" : words.closed[one.status],
            ]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </li>
      ))}
    </ul>
  );
}

interface FormProps {
  booked: Booked;
  choices: Choices;
  form: Signal<Booking>;
  fault: ApiFault | null;
}

function BookingForm({ booked, choices, form, fault }: FormProps) {
  const set = (part: Partial<Booking>) => {
    form.value = { ...form.value, ...part };
  };
  const { episode_id, clinician_ids } = form.value;
  const field = (name: "day" | "time" | "minutes" | "weeks", type?: "date" | "time") => (
    <Field
      label={words[name]}
      value={form.value[name]}
      wrong={saidAnywhere(fault, name)}
      onInput={(value) => set({ [name]: value })}
      input={type ? { type } : { inputMode: "numeric" }}
    />
  );
  const toggled = (id: string) =>
    clinician_ids.includes(id) ? clinician_ids.filter((one) => one !== id) : [...clinician_ids, id];
  return (
    <section class="stack" aria-label={words.newAppointment}>
      <h3>{words.newAppointment}</h3>
      {booked.episodes.length > 1 && (
        <Chips
          label={words.plan}
          options={booked.episodes.map(({ id, discipline, title }) => ({
            value: id,
            label: `${discipline}: ${title}`,
          }))}
          chosen={episode_id}
          onChoose={(id) => set({ episode_id: id })}
        />
      )}
      <Wrong>{saidAnywhere(fault, "episode_id")}</Wrong>
      <div class="two">
        {field("day", "date")}
        {field("time", "time")}
        {field("minutes")}
        {field("weeks")}
      </div>
      <Labelled label={words.treats}>
        <fieldset class="chips" aria-label={words.treats}>
          {choices.clinicians.map((one) => (
            <Chip
              key={one.id}
              checked
              chosen={clinician_ids.includes(one.id)}
              onPress={() => set({ clinician_ids: toggled(one.id) })}
            >
              {[one.name, one.credentials].filter(Boolean).join(", ")}
            </Chip>
          ))}
        </fieldset>
      </Labelled>
      <Wrong>{saidAnywhere(fault, "clinician_ids")}</Wrong>
      <Labelled label={words.where}>
        {" "}
        <Chips
          label={words.where}
          options={[...choices.clinics, { id: "", name: words.atHome }].map(({ id, name }) => ({
            value: id,
            label: name,
          }))}
          chosen={form.value.clinic_id}
          onChoose={(clinic_id) => set({ clinic_id: clinic_id ?? "" })}
        />
      </Labelled>
      <Wrong>{saidAnywhere(fault, "clinic_id")}</Wrong>
    </section>
  );
}

/** What is wrong and belongs to no field of the form. */
function Elsewhere({ fault }: { fault: ApiFault }) {
  const { title, help } = told(fault);
  return (
    <Wrong>
      {title}. {help}
    </Wrong>
  );
}
