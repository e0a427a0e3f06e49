/** The organization's tablets: who works on which, when each was last seen, and revoking a lost one. */
import { useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { at, dateText, dayIn } from "../../domain/time";
import { roles } from "../../state/session";
import { ApiFault, call } from "../../sync";
import { desk as words } from "../../words/desk";
import { RescueImport } from "../rescue/RescueImport";
import { type Listed, WaitingList } from "../rescue/WaitingList";
import { Refused } from "../review/Refused";
import "../review/review.css";

interface Device {
  id: string;
  clinician_name: string;
  name: string;
  enrolled_at: string;
  last_seen_at: string;
  revoked_at: string | null;
}

interface Props {
  sync: ComponentChildren;
  who: string;
  zone: string;
}

export default function DevicesPage({ sync, who, zone }: Props) {
  const devices = useSignal<Device[] | null>(null);
  const fault = useSignal<unknown>(null);
  const asked = useSignal<string | null>(null);
  const load = async () => {
    try {
      devices.value = (await call<{ devices: Device[] }>("GET", "/api/devices")).devices;
      fault.value = null;
    } catch (problem) {
      fault.value = problem;
    }
  };
  const revoke = async (id: string) => {
    try {
      await call("POST", `/api/devices/${id}/revoke`, {});
      asked.value = null;
    } catch (problem) {
      fault.value = problem;
    }
    await load();
  };
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
        {devices.value?.length === 0 && (
          <p class="empty">
            {words.devices.empty} {words.devices.emptyHelp}
          </p>
        )}
        <ul class="sheet">
          {devices.value?.map((one) => (
            <DeviceRow
              key={one.id}
              device={one}
              zone={zone}
              asked={asked.value === one.id}
              ask={(on) => {
                asked.value = on ? one.id : null;
              }}
              revoke={() => void revoke(one.id)}
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

interface RowProps {
  device: Device;
  zone: string;
  asked: boolean;
  ask: (on: boolean) => void;
  revoke: () => void;
}

function DeviceRow({ device, zone, asked, ask, revoke }: RowProps) {
  const day = (instant: string) => dateText(dayIn(zone, at(instant)));
  return (
    <li class="panel device">
      <div class="head">
        <div>
          <h2>{device.name}</h2>
          <p class="small second">
            {device.clinician_name} · {words.devices.seen(day(device.last_seen_at))}
          </p>
        </div>
        {device.revoked_at ? (
          <span class="tag soft">{words.devices.revoked(day(device.revoked_at))}</span>
        ) : (
          !asked && (
            <button type="button" onClick={() => ask(true)}>
              {words.devices.revoke}
              <span class="unseen"> {device.name}</span>
            </button>
          )
        )}
      </div>
      {asked && (
        <div class="notice minding" role="alert">
          <p>{words.devices.what}</p>
          <button type="button" onClick={() => ask(false)}>
            {words.devices.cancel}
          </button>
          <button type="button" class="red" onClick={revoke}>
            {words.devices.confirm(device.name)}
          </button>
        </div>
      )}
    </li>
  );
}
