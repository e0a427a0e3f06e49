/** One tablet: what it told of itself, what of its work is missing, and revoking it. */
import { useSignal } from "@preact/signals";
import { desk } from "../../words/desk";
import { health, type WarningId } from "../../words/health";
import { tablets as words } from "../../words/tablets";
import { dayOf, type Missing, missingText, momentText, storageText, type Tablet } from "./tablet";

interface Props {
  tablet: Tablet;
  zone: string;
  revoke: () => Promise<void>;
  settle: () => Promise<void>;
}

export function TabletRow({ tablet, zone, revoke, settle }: Props) {
  const asked = useSignal(false);
  const { revoked_at, last_version, missing } = tablet;
  return (
    <li class="panel device">
      <div class="head">
        <div>
          <h2>{tablet.name}</h2>
          <p class="small second">
            {[
              tablet.clinician_name,
              words.seen(momentText(zone, tablet.last_seen_at)),
              last_version ? words.version(last_version) : "",
            ]
              .filter(Boolean)
              .join(" · ")}
          </p>
        </div>
        {revoked_at ? (
          <span class="tag soft">{desk.devices.revoked(dayOf(zone, revoked_at))}</span>
        ) : (
          !asked.value && (
            <button type="button" onClick={() => (asked.value = true)}>
              {desk.devices.revoke}
              <span class="unseen"> {tablet.name}</span>
            </button>
          )
        )}
      </div>
      {missing && <MissingNotice missing={missing} name={tablet.name} zone={zone} settle={settle} />}
      {!revoked_at && <Facts tablet={tablet} zone={zone} />}
      {asked.value && (
        <div class="notice minding" role="alert">
          <p>{desk.devices.what}</p>
          <button type="button" onClick={() => (asked.value = false)}>
            {desk.devices.cancel}
          </button>
          <button type="button" class="red" onClick={() => void revoke()}>
            {desk.devices.confirm(tablet.name)}
          </button>
        </div>
      )}
    </li>
  );
}

function MissingNotice(props: { missing: Missing; name: string; zone: string; settle: () => Promise<void> }) {
  return (
    <div class="notice bad" role="alert">
      <p>
        <b>{missingText(props.missing, props.zone)}</b> {words.missing.help}
      </p>
      <button type="button" onClick={() => void props.settle()}>
        {words.missing.settle}
        <span class="unseen"> {props.name}</span>
      </button>
    </div>
  );
}

function Facts({ tablet, zone }: { tablet: Tablet; zone: string }) {
  const report = tablet.report;
  if (report === null && tablet.kept_by_server === 0)
    return <p class="small second untold">{words.untold}</p>;
  const quarantined = (report?.quarantined ?? 0) + tablet.kept_by_server;
  const { waiting = null, oldest_waiting_at = null, clock_offset_ms = null } = report ?? {};
  const facts: [string, string][] = [
    [
      words.facts.waiting,
      waiting === null
        ? words.notTold
        : waiting === 0
          ? words.none
          : words.waiting(waiting, oldest_waiting_at ? momentText(zone, oldest_waiting_at) : ""),
    ],
    [
      words.facts.refused,
      quarantined === 0 ? words.none : words.refused(report?.quarantined ?? 0, tablet.kept_by_server),
    ],
    [words.facts.storage, (report && storageText(report)) || words.notTold],
  ];
  if (clock_offset_ms !== null)
    facts.push([words.facts.clock, words.clock(Math.round(clock_offset_ms / 1000))]);
  if (tablet.repaired_at)
    facts.push([words.facts.repaired, words.repaired(tablet.repaired_rows, dayOf(zone, tablet.repaired_at))]);
  return (
    <>
      <dl class="reported">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Warnings of={report?.warnings ?? []} />
    </>
  );
}

function Warnings({ of }: { of: readonly string[] }) {
  const known = of.filter((one): one is WarningId => one in health.warn);
  if (known.length === 0) return null;
  return (
    <ul class="warned small">
      {known.map((one) => (
        <li key={one}>{health.warn[one].says}</li>
      ))}
    </ul>
  );
}
