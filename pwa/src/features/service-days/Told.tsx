/** What people told of a day: attestations with their reasons, and other care of the day. */
import { words as w } from "../../words";
import { desk } from "../../words/desk";
import type { Whole } from "./day";
import { attestedText, momentText } from "./said";

const words = desk.days;

export function Told({ whole, zone }: { whole: Whole; zone: string }) {
  const procedures = whole.procedures.filter((one) => !one.removed);
  if (procedures.length === 0 && whole.attestations.length === 0) return null;
  return (
    <section class="sheet panel stack" aria-label={words.told}>
      <h3>{words.told}</h3>
      <ul class="who-what">
        {whole.attestations.map((one) => (
          <li key={`${one.at}:${one.kind}:${one.column1}:${one.column2}`}>
            <b>{words.attested(one.by_name)}</b> {attestedText(one)}{" "}
            <span class="small second">{momentText(one.at, zone)}</span>
          </li>
        ))}
        {procedures.map((one) => (
          <li key={one.id}>
            <b>{words.other(one.code)}</b> {one.regions.map(w.region).join(", ") || words.noRegions}
            {one.note && ` · ${one.note}`}
          </li>
        ))}
      </ul>
    </section>
  );
}
