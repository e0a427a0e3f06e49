/** When something was, and what was attested, as people say it. */
import { at, clockTime, dayIn, dayText } from "../../domain/time";
import { desk } from "../../words/desk";
import type { Attested } from "./day";

const words = desk.days;

export function momentText(instant: string, zone: string): string {
  const moment = at(instant);
  return `${dayText(dayIn(zone, moment))} ${clockTime(zone, moment)}`;
}

export function attestedText(one: Attested): string {
  const what =
    one.kind === "kx"
      ? words.attestedKx
      : words.attestedPair(one.column1 ?? "", one.column2 ?? "", one.basis ?? "");
  return one.reason ? `${what} “${one.reason}”` : what;
}
