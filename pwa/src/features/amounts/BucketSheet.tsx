/** One amount of a year: entered, own days added, the sum, and what that means in words. */
import { useSignal } from "@preact/signals";
import { dollars } from "../../domain/money";
import { dateText } from "../../domain/time";
import { roles } from "../../state/session";
import { Icon } from "../../ui";
import { payers } from "../../words/payers";
import { type Bucket, type Entry, type OwnDay, type Priced, percentUsed, type Year } from "./amount";
import { EnterAmount } from "./EnterAmount";

const words = payers.amounts;

interface Props {
  bucket: Bucket;
  year: number;
  patientId: string;
  shown: (year: Year) => void;
}

export function BucketSheet({ bucket, year, patientId, shown }: Props) {
  const entering = useSignal(false);
  const name = words.buckets[bucket.bucket] ?? bucket.bucket;
  const earlier = bucket.entries.filter((one) => one.id !== bucket.entry?.id);
  return (
    <section class="sheet bucket" aria-label={name}>
      <div class="head panel">
        <h2>{name}</h2>
        <State bucket={bucket} />
      </div>
      <p class="pad-line">{saysOf(bucket)}</p>
      <Sum bucket={bucket} />
      {bucket.missing_fees.length > 0 && (
        <p class="pad-line">
          <span class="kind mark">{words.missing(bucket.missing_fees.join(", "))}</span>
        </p>
      )}
      {earlier.length > 0 && <Earlier entries={earlier} />}
      <div class="panel">
        {roles.value.includes("biller") ? (
          <button type="button" onClick={() => (entering.value = true)}>
            <Icon name="plus" />
            {words.enter}
            <span class="unseen"> {name}</span>
          </button>
        ) : (
          <p class="small second">{words.may}</p>
        )}
      </div>
      {entering.value && (
        <EnterAmount
          patientId={patientId}
          year={year}
          bucket={bucket.bucket}
          onClose={() => (entering.value = false)}
          onKept={(answer) => {
            entering.value = false;
            shown(answer);
          }}
        />
      )}
    </section>
  );
}

function saysOf(bucket: Bucket): string {
  return bucket.amount_cents === null ? words.noAmount : (words.says[bucket.state] ?? "");
}

function State({ bucket }: { bucket: Bucket }) {
  const told = words.states[bucket.state];
  if (bucket.state === "near" || bucket.state === "over") return <span class="kind mark">{told}</span>;
  return <span class="tag soft">{told}</span>;
}

function Sum({ bucket }: { bucket: Bucket }) {
  const { entry, own_days, own_cents, used_cents, amount_cents, eighty_percent_cents } = bucket;
  const percent = percentUsed(bucket);
  return (
    <table class="rows sum">
      <tbody>
        <tr>
          <th scope="row">
            {words.entered}
            <span class="small second block">
              {entry
                ? `${words.asOf(dateText(entry.as_of))} · ${words.source(entry.source, entry.by_name)}`
                : words.noEntry}
            </span>
          </th>
          <td class="num">{dollars(entry?.used_cents ?? 0)}</td>
        </tr>
        <tr>
          <th scope="row">
            {entry ? words.own : words.ownAll}
            {own_days.length === 0 && <span class="small second block">{words.noOwn}</span>}
            <ul class="own">
              {own_days.map((one) => (
                <Own key={one.service_day_id} day={one} />
              ))}
            </ul>
          </th>
          <td class="num">{dollars(own_cents)}</td>
        </tr>
        <tr class="total">
          <th scope="row">
            {words.sum}
            {percent !== null && ` · ${percent} %`}
          </th>
          <td class="num">{dollars(used_cents)}</td>
        </tr>
        {amount_cents !== null && eighty_percent_cents !== null && (
          <tr>
            <th scope="row">
              {words.ofYear} <span class="small second block">{bucket.source}</span>
              <span class="small second block">
                {words.eighty}: {dollars(eighty_percent_cents)}
              </span>
            </th>
            <td class="num">{dollars(amount_cents)}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function Own({ day }: { day: OwnDay }) {
  return (
    <li class="small">
      <a class="inline" href={`/billing/${day.service_day_id}`}>
        {dateText(day.date_of_service)}
      </a>{" "}
      <span>
        {words.revision(day.revision)} {day.lines.map(pricedText).join(" + ")} = {dollars(day.cents)}
      </span>
    </li>
  );
}

function pricedText({ code, units, unit_cents }: Priced): string {
  return `${code}: ${words.units(units, unit_cents === null ? words.noFee : dollars(unit_cents))}`;
}

function Earlier({ entries }: { entries: readonly Entry[] }) {
  return (
    <details class="panel">
      <summary>{words.earlier}</summary>
      <ul class="own">
        {entries.map((one) => (
          <li class="small" key={one.id}>
            <span>{dollars(one.used_cents)}</span>
            <span>
              {words.asOf(dateText(one.as_of))} · {words.source(one.source, one.by_name)}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
