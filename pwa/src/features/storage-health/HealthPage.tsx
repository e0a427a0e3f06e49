/** Storage health: what may go wrong and what to do about it, the facts, the tablet's name, and the rescue file. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { leaseUntil, lookAtBrowser, warnings } from "../../state/health";
import { when } from "../../state/patients";
import { renameTablet } from "../../state/session";
import { tabletName } from "../../state/settings";
import { syncNow, syncStatus } from "../../state/sync";
import { openVault } from "../../state/vault";
import { ApiFault, type SyncStatus } from "../../sync";
import { Field, Icon, Notice } from "../../ui";
import { words as w } from "../../words";
import { attention } from "../../words/attention";
import { health as words } from "../../words/health";
import { rescue } from "../../words/rescue";
import { RescueButton } from "../rescue/RescueButton";
import { Page } from "../shell/Page";
import { Facts } from "./Facts";
import "./health.css";

export default function HealthPage() {
  useEffect(() => void lookAtBrowser(), []);
  const status = syncStatus.value;
  leaseUntil.value; // the page changes with it
  return (
    <Page title={words.title} under={words.under} back={{ href: "/more", label: w.nav.more }}>
      <div class="health">
        <Warnings />
        {status && status.missing.length > 0 && <NeverArrived missing={status.missing} />}
        <section class="sheet panel" aria-labelledby="health-facts">
          <h2 id="health-facts">{words.facts}</h2>
          <Facts />
          <div class="row">
            <button type="button" class="outlined" onClick={() => void syncNow()}>
              {attention.details.now}
            </button>
          </div>
        </section>
        <section class="sheet panel stack" aria-labelledby="health-tablet">
          <h2 id="health-tablet">{words.tablet}</h2>
          <TabletName />
        </section>
        <section class="sheet panel stack" aria-labelledby="health-rescue">
          <h2 id="health-rescue">{words.rescueTitle}</h2>
          <p class="small second">{rescue.help}</p>
          <div class="row">
            <RescueButton clinicianId={openVault().clinician.id} />
          </div>
        </section>
      </div>
    </Page>
  );
}

function Warnings() {
  if (warnings.value.length === 0) return <Notice icon="check">{words.well}</Notice>;
  return (
    <ul class="warnings" aria-label={words.warnings(warnings.value.length)}>
      {warnings.value.map((one) => (
        <li key={one} class="sheet panel">
          <Icon name="mind" />
          <div>
            <p class="firm">{words.warn[one].says}</p>
            <p>{words.warn[one].do}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}

function NeverArrived({ missing }: { missing: SyncStatus["missing"] }) {
  return (
    <section class="sheet panel" aria-labelledby="never-arrived">
      <h2 id="never-arrived">{words.missing.title}</h2>
      <ul>
        {missing.map((one) => (
          <li key={one.device_id}>
            <p class="firm">
              {one.kind === "empty"
                ? words.missing.empty(one.name)
                : words.missing.gap(one.name, one.ranges.map(rangeText).join(", "))}
            </p>
            <p class="small second">
              {[
                words.missing.between(one.after ? when(one.after) : "", one.before ? when(one.before) : ""),
                words.missing.heard(when(one.last_heard)),
              ]
                .filter(Boolean)
                .join(" · ")}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function rangeText([first, last]: readonly number[]): string {
  return first === last ? `${first}` : `${first} to ${last}`;
}

function TabletName() {
  const name = useSignal(tabletName.value);
  const says = useSignal<string | null>(null);
  const save = async (event: Event) => {
    event.preventDefault();
    if (name.value.trim() === "") return;
    try {
      await renameTablet(name.value);
      says.value = words.renamed;
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause;
      says.value = words.notRenamed;
    }
  };
  return (
    <form class="stack" onSubmit={save} noValidate>
      <Field
        label={words.name}
        value={name.value}
        onInput={(text) => (name.value = text)}
        input={{ maxLength: 60, autocomplete: "off" }}
      />
      <p class="small second">{words.nameHelp}</p>
      <div class="row">
        <button type="submit">{words.rename}</button>
        <span role="status" class="small">
          {says.value}
        </span>
      </div>
    </form>
  );
}
