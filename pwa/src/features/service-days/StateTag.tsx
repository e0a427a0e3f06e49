/** Whether a day is final, held or still to be finalized: a tick's green words, or an edge. */
import { desk } from "../../words/desk";
import type { State } from "./day";

const words = desk.days;

export function StateTag({ state }: { state: State }) {
  if (state === "final") return <span class="tag good">{words.final}</span>;
  return <span class="kind edged">{state === "held" ? words.held : words.pending}</span>;
}
