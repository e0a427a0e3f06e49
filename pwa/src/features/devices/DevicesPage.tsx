/** The organization's tablets: what each told of itself, what never arrived, and revoking a lost one. */
import { useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { roles } from "../../state/session";
import { ApiFault, call } from "../../sync";
import { Pale } from "../../ui";
import { desk as words } from "../../words/desk";
import { RescueImport } from "../rescue/RescueImport";
import { type Listed, WaitingList } from "../rescue/WaitingList";
import { Refused } from "../review/Refused";
import "../review/review.css";
import { BackupLine } from "./BackupLine";
import { TabletRow } from "./TabletRow";
import type { Tablet, Tablets } from "./tablet";
import "./devices.css";

interface Props {
  sync: ComponentChildren;
  who: string;
  zone: string;
}

export default function DevicesPage({ sync, who, zone }: Props) {
  const told = useSignal<Tablets | null>(null);
  const fault = useSignal<unknown>(null);
  const load = async () => {
    try {
      told.value = await call<Tablets>("GET", "/api/devices");
      fault.value = null;
    } catch (problem) {
      fault.value = problem;
    }
  };
  const post = async (path: string) => {
    let refused: unknown = null;
    try {
      await call("POST", path, {});
    } catch (problem) {
      refused = problem;
    }
    await load();
    if (refused !== null) fault.value = refused;
  };
  const revoke = (one: Tablet) => post(`/api/devices/${one.id}/revoke`);
  const settle = (one: Tablet) => post(`/api/devices/${one.id}/missing/${one.clinician_id}/settle`);
  const waiting = useSignal<readonly Listed[] | null>(null);
  const loadWaiting = async () => {
    if (!roles.value.includes("supervisor")) return; // others see the tablets, not what was written on them
    try {
      waiting.value = (await call<{ quarantined: Listed[] }>("GET", "/api/quarantine")).quarantined;
    } catch (problem) {
      if (!(problem instanceof ApiFault)) throw problem; // the list of tablets says that the server is away
    }
  };
  useSignalEffect(() => {
    void load();
    void loadWaiting();
  });
  return (
    <div class="desk alone one">
      <header class="bar">
        <div class="who">
          <h1>{words.devices.title}</h1>
          <p>{who}</p>
        </div>
        {sync}
      </header>
      <main>
        {fault.value !== null && <Refused problem={fault.value} again={() => void load()} />}
        {told.value === null && fault.value === null && <Pale label={words.loading} rows={4} />}
        {told.value && <BackupLine backup={told.value.backup} zone={zone} now={Date.now()} />}
        {told.value?.devices.length === 0 && (
          <p class="empty">
            {words.devices.empty} {words.devices.emptyHelp}
          </p>
        )}
        <ul class="sheet">
          {told.value?.devices.map((one) => (
            <TabletRow
              key={`${one.id} ${one.clinician_id}`}
              tablet={one}
              zone={zone}
              revoke={() => revoke(one)}
              settle={() => settle(one)}
            />
          ))}
        </ul>
        {waiting.value && (
          <>
            <WaitingList waiting={waiting.value} zone={zone} onDone={() => void loadWaiting()} />
            <RescueImport onDone={() => void loadWaiting()} />
          </>
        )}
      </main>
    </div>
  );
}
