/** When the clinician was there, and where: arriving starts no clock, travel is not treatment. */
import { useSignal } from "@preact/signals";
import type { VisitRecord } from "../../domain/visit";
import { birthDate, fullName, timeOf } from "../../state/patients";
import { arrive, leave, runsIn, setPlace } from "../../state/presence";
import { go } from "../../state/route";
import { rows } from "../../state/vault";
import { Chips, Dialog, Wrong } from "../../ui";
import { words as w } from "../../words";
import { presence as words } from "../../words/presence";
import { guarded } from "../attention/guarded";
import { NotHeld } from "../today/NotHeld";

const PLACES: Readonly<Record<string, string>> = words.places;
const HOME = "12";

export function Presence({ record }: { record: VisitRecord }) {
  const { visit, patient } = record;
  const choosing = useSignal(false);
  const closing = useSignal(false);
  const wrong = useSignal<string | null>(null);
  const begun = rows.value.visit.has(visit.id);
  const appointment = rows.value.appointment.get(visit.appointment_id ?? "");
  const nothing = record.segments.length + record.untimed.length + record.interventions.length === 0;
  const runs = runsIn(visit.id);

  /** Arrive or leave. */
  function come(): void {
    if (runs) wrong.value = words.stopFirst;
    else void guarded(wrong, () => (begun ? leave(visit) : arrive(visit.id, visit.place_of_service)));
  }
  return (
    <section class="presence" aria-label={words.region}>
      <p class="grow">
        {told(record, begun)}
        {visit.place_of_service === HOME && <span class="second"> · {words.travel}</span>}
      </p>
      <button type="button" class="plain" onClick={() => (choosing.value = true)}>
        {words.change}
      </button>
      {nothing && appointment?.status === "scheduled" && (
        <button type="button" class="plain" onClick={() => (closing.value = true)}>
          {words.notHeld.open}
        </button>
      )}
      <button type="button" aria-disabled={runs} onClick={come}>
        {begun ? (visit.ended_at ? words.leaveAgain : words.leave) : words.arrive}
      </button>
      <Wrong>{wrong.value}</Wrong>
      {choosing.value && (
        <PlaceDialog
          chosen={visit.place_of_service}
          onClose={() => (choosing.value = false)}
          onChoose={(place) => {
            choosing.value = false;
            void guarded(wrong, () => (begun ? setPlace(visit, place) : arrive(visit.id, place)));
          }}
          begun={begun}
        />
      )}
      {closing.value && appointment && (
        <NotHeld
          appointment={appointment}
          whose={`${fullName(patient)} · ${w.born(birthDate(patient))}`}
          onClose={(closed) => {
            closing.value = false;
            if (closed) go("/", { instead: true });
          }}
        />
      )}
    </section>
  );
}

function placeName(code: string): string {
  return words.placeName(PLACES[code], code);
}

function told({ visit }: VisitRecord, begun: boolean): string {
  const place = placeName(visit.place_of_service);
  if (!begun) return words.notYet(place);
  return visit.ended_at
    ? words.were(timeOf(visit.started_at), timeOf(visit.ended_at), place)
    : words.here(timeOf(visit.started_at), place);
}

interface PlaceDialogProps {
  chosen: string;
  begun: boolean;
  onChoose: (place: string) => void;
  onClose: () => void;
}

function PlaceDialog({ chosen, begun, onChoose, onClose }: PlaceDialogProps) {
  const codes = [...new Set([...Object.keys(PLACES), chosen])].sort();
  return (
    <Dialog
      narrow
      title={words.place}
      under={begun ? undefined : words.arriveAt}
      close={w.cancel}
      onClose={onClose}
    >
      <Chips
        label={words.place}
        options={codes.map((value) => ({ value, label: placeName(value) }))}
        chosen={chosen}
        onChoose={(place) => onChoose(place ?? chosen)}
      />
    </Dialog>
  );
}
