/** "Other care of the day": procedures of others on the patient's day, entered here or found by the server. */
import { type Signal, useSignal } from "@preact/signals";
import type { ProcedureRow } from "../../domain/types";
import type { VisitRecord } from "../../domain/visit";
import { recordProcedure, removeProcedure } from "../../state/recording";
import { rows } from "../../state/vault";
import { StorageFault } from "../../storage";
import { Chip, Chips, Dialog, Field, Icon, Wrong } from "../../ui";
import { words as w } from "../../words";
import { care as words } from "../../words/care";
import { toggled } from "../capture/body-parts";
import { RegionList } from "../capture/Region";
import "../capture/capture.css";

export function OtherCare({ record }: { record: VisitRecord }) {
  const adding = useSignal(false);
  const { patient_id, date_of_service } = record.visit;
  const listed = [...rows.value.procedure.values()].filter(
    (one) => one.patient_id === patient_id && one.date_of_service === date_of_service && !one.removed,
  );
  return (
    <section class="sheet panel" aria-label={words.title}>
      <h2>{words.title}</h2>
      <p class="small second">{words.under}</p>
      <ul class="todo">
        {listed.map((one) => (
          <Listed key={one.id} one={one} />
        ))}
      </ul>
      <button type="button" onClick={() => (adding.value = true)}>
        <Icon name="plus" />
        {words.add}
      </button>
      {adding.value && <AddCare visitId={record.visit.id} onClose={() => (adding.value = false)} />}
    </section>
  );
}

function Listed({ one }: { one: ProcedureRow }) {
  return (
    <li class="row">
      <span class="grow">
        <b>{one.code}</b> {one.regions.map(w.region).join(", ") || words.noRegions}
        {one.version === 0 && <span class="second"> · {words.onlyHere}</span>}
      </span>
      <button type="button" class="plain" onClick={() => void removeProcedure(one.id)}>
        {words.remove}
        <span class="unseen"> {one.code}</span>
      </button>
    </li>
  );
}

const CODE = /^[0-9A-Z]{5}$/;

function AddCare({ visitId, onClose }: { visitId: string; onClose: () => void }) {
  const known = useSignal<string | null>(null);
  const typed = useSignal("");
  const regions = useSignal<string[]>([]);
  const wrong = useSignal<string | null>(null);
  async function save() {
    const code = known.value ?? typed.value.trim().toUpperCase();
    if (!CODE.test(code)) {
      wrong.value = words.codeWrong;
      return;
    }
    try {
      await recordProcedure(visitId, code, regions.value);
      onClose();
    } catch (cause) {
      if (!(cause instanceof StorageFault)) throw cause;
      wrong.value = w.notStored(w.storage[cause.kind]);
    }
  }
  return (
    <Dialog
      title={words.title}
      close={w.cancel}
      onClose={onClose}
      foot={
        <button type="button" class="main wide" onClick={() => void save()}>
          {words.save}
        </button>
      }
    >
      <div class="stack">
        <div>
          <p class="label" aria-hidden="true">
            {words.code}
          </p>
          <Chips
            label={words.code}
            options={words.codes}
            chosen={known.value}
            onChoose={(value) => {
              known.value = value;
              regions.value = [];
            }}
          />
        </div>
        {known.value === null && (
          <Field label={words.another} value={typed.value} onInput={(text) => (typed.value = text)} />
        )}
        <Wrong>{wrong.value}</Wrong>
        <fieldset aria-label={words.regions}>
          <p class="label" aria-hidden="true">
            {words.regions}
          </p>
          <RegionsOf code={known.value} regions={regions} />
        </fieldset>
      </div>
    </Dialog>
  );
}

interface RegionsProps {
  code: string | null;
  regions: Signal<string[]>;
}

function RegionsOf({ code, regions }: RegionsProps) {
  const tap = (region: string) => {
    regions.value = toggled(regions.value, region);
  };
  if (!words.ofSpine.includes(code ?? "")) return <RegionList chosen={regions.value} onTap={tap} />;
  return (
    <div class="chips">
      {words.spine.map((region) => (
        <Chip key={region} chosen={regions.value.includes(region)} onPress={() => tap(region)}>
          {w.region(region)}
        </Chip>
      ))}
    </div>
  );
}
