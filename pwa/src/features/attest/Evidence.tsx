/** Both codes on one scale, minutes each, and their regions side by side. */

import { timeOf } from "../../state/patients";
import { rows } from "../../state/vault";
import { Ribbon } from "../../ui";
import { words as w } from "../../words";
import { attest as words } from "../../words/attest";
import { type CodeEvidence, evidence } from "./evidence";

interface Props {
  visitIds: readonly string[];
  codes: readonly [string, string];
}

export function Evidence({ visitIds, codes }: Props) {
  const shown = evidence(rows.value, visitIds, codes, Date.now());
  return (
    <section aria-label={words.evidence} class="evidence">
      <h3>{words.evidence}</h3>
      {shown.map((one) => (
        <div key={one.code} class={`of-code c${one.code}`}>
          <p>
            <span class="swatch" /> <b>{one.code}</b> <span class="second">{minutesText(one)}</span>
          </p>
          {one.strip.length > 0 && (
            <Ribbon stretches={one.strip} label={words.timeline(one.code, timesText(one))} />
          )}
          {one.segments.length > 0 && <p class="small second">{timesText(one)}</p>}
        </div>
      ))}
      <Regions shown={shown} />
    </section>
  );
}

/** Side by side, so that the eye finds what both share. */
function Regions({ shown }: { shown: readonly CodeEvidence[] }) {
  return (
    <table class="sides">
      <caption class="small second">{words.regions}</caption>
      <thead>
        <tr>
          {shown.map((one) => (
            <th key={one.code} scope="col">
              {one.code}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          {shown.map((one) => (
            <td key={one.code}>{one.regions.map(w.region).join(", ") || words.noRegions}</td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}

function minutesText({ minutes, clocked }: CodeEvidence): string {
  if (minutes === null) return words.elsewhere;
  return clocked ? words.minutes(minutes) : words.noClock(minutes);
}

function timesText({ segments }: CodeEvidence): string {
  return segments
    .map((one) => `${timeOf(one.started_at)}–${one.ended_at ? timeOf(one.ended_at) : ""}`)
    .join(", ");
}
