/** Region "Billing" of a visit: a preview in pencil until the server has spoken, then its result in ink. */
import { isTimed } from "../../domain/codes";
import { having } from "../../domain/having";
import type { ServiceDayRow } from "../../domain/types";
import { previewLines, previewPolicy } from "../../domain/units";
import { serviceDayMinutes, serviceDayVisits, type VisitRecord } from "../../domain/visit";
import { slowNow } from "../../state/clock";
import { timeOf } from "../../state/patients";
import { rows } from "../../state/vault";
import { rowsWith } from "../../state/visits";
import { Icon } from "../../ui";
import { words as w } from "../../words";
import { billing as words } from "../../words/billing";
import { ClinicianWords } from "../attest/ClinicianWords";
import { BillingResultView } from "../billing/BillingResultView";
import { SincePreview } from "./SincePreview";

export function VisitBilling({ record }: { record: VisitRecord }) {
  const day = serviceDayOf(record);
  if (record.visit.status !== "signed" || !day || day.state === "pending") {
    return <Preview record={record} waiting={record.visit.status === "signed"} />;
  }
  const final = day.state === "final";
  const { revision } = day;
  return (
    <section class="sheet billing" aria-label={w.billing.region}>
      <div class="head billing-head">
        <h2>
          {w.billing.region}{" "}
          <span class={`tag ${final ? "good" : ""}`}>
            <Icon name={final ? "check" : "mind"} />
            {final ? w.billing.final : w.billing.held}
          </span>
        </h2>
        <p class="small second">
          {record.policy?.label ?? day.policy_name}
          {revision && ` · ${w.billing.revision(revision.number, timeOf(revision.finalized_at))}`}
        </p>
      </div>
      {day.waits_for.length > 0 && (
        <ul class="waits">
          {day.waits_for.map((one) => (
            <li key={`${one.who}:${one.says}`}>
              <Icon name="mind" />
              <span>
                <b>{one.who}</b> {one.says}
              </span>
            </li>
          ))}
        </ul>
      )}
      {revision && <SincePreview record={record} day={day} result={revision.result} />}
      {revision && <Changed revision={revision} />}
      {revision && <ClinicianWords visitId={record.visit.id} day={day} result={revision.result} />}
      {revision && <BillingResultView result={revision.result} choices={false} />}
    </section>
  );
}

function Changed({ revision }: { revision: NonNullable<ServiceDayRow["revision"]> }) {
  if (revision.previous === null || revision.difference.length === 0) return null;
  const title = words.changedSince(revision.previous);
  return (
    <section class="changed" aria-label={title}>
      <h3>{title}</h3>
      <ul class="told">
        {revision.difference.map((one) => (
          <li key={one.says}>{one.says}</li>
        ))}
      </ul>
    </section>
  );
}

function serviceDayOf({ visit }: VisitRecord): ServiceDayRow | null {
  return (
    having(rows.value.service_day, "patient_id", visit.patient_id).find((one) =>
      one.visit_ids.includes(visit.id),
    ) ?? null
  );
}

function Preview({ record, waiting }: { record: VisitRecord; waiting: boolean }) {
  const lines = linesOf(record);
  return (
    <section class="panel preview" aria-label={w.billing.region}>
      <h2 class="spread">
        {w.billing.preview} <small class="second">{w.billing.serverDecides}</small>
      </h2>
      {waiting && <p class="small second">{w.billing.waiting}</p>}
      {lines === null && <p class="second">{w.billing.unknownPolicy}</p>}
      {lines?.length === 0 && <p class="second">{w.billing.noLines}</p>}
      {lines?.map((line) => (
        <p class="line" key={`${line.code}:${line.modifiers.join()}`}>
          <span class={`swatch ${isTimed(line.code) ? `c${line.code}` : "untimed"}`} />
          <b>{line.code}</b> {w.billing.units(line.units)}
          <span class="mods">{line.modifiers.join(" ")}</span>
        </p>
      ))}
    </section>
  );
}

function linesOf(record: VisitRecord) {
  const { visit, policy, episode } = record;
  const known = policy && previewPolicy(policy.extends, policy.overrides);
  if (!known) return null;
  const all = rowsWith(visit.id);
  const ids = new Set(serviceDayVisits(all, visit).map((one) => one.id));
  const untimed = [...all.untimed.values()]
    .filter((one) => ids.has(one.visit_id) && !one.removed)
    .map((one) => ({ code: one.code, by_assistant: one.performer === "assistant" }));
  const at = Math.max(slowNow.value, Date.now());
  return previewLines(serviceDayMinutes(all, visit, at), untimed, known, episode.discipline);
}
