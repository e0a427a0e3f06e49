/** What a clinician does under "Needs attention" of the driven tablet: one case, one decision. */
import { counterpart, recorded } from "../src/features/attention/recorded";
import {
  canWithdraw,
  chooseWords,
  keepMine,
  keepTheirs,
  leave,
  resend,
  theirWords,
  withdraw,
} from "../src/state/deciding";
import { openVault } from "../src/state/vault";
import type { Conflict, Mutation, Quarantined } from "../src/storage/api";

export type Choice = "mine" | "theirs" | "both" | "again" | "without";

const words = (mutation: Mutation) => recorded(mutation.data);
const SAID = [{ name: "said", text: "nothing" }];

/** Decide about a number in quarantine; says nothing when it is there no more. */
export async function decide(n: number, choice: Choice): Promise<void> {
  const one = openVault()
    .quarantine()
    .find((each) => each.n === n);
  if (!one) return;
  const { because, mutation } = one;
  if (because.verdict === "rejected") await overRefused(one, choice);
  else if (mutation.kind === "section.edit") await chooseWords(one, because, textOf(one, because, choice));
  else if (choice === "theirs") await keepTheirs(one, atLeast(words(mutation)));
  else await keepMine(one, because, atLeast(counterpart(mutation.data, because.theirs)));
}

function overRefused(one: Quarantined, choice: Choice): Promise<void> {
  if (choice === "again") return resend(one, one.mutation.data);
  return canWithdraw(one) ? withdraw(one, words) : leave(one, words);
}

function textOf(one: Quarantined, because: Conflict, choice: Choice): string {
  const mine = String(one.mutation.data.text ?? "");
  const theirs = theirWords(because).text;
  if (choice === "both") return `${mine} ${theirs}`;
  return choice === "theirs" ? theirs : mine;
}

function atLeast<T>(said: readonly T[]): readonly (T | (typeof SAID)[number])[] {
  return said.length > 0 ? said : SAID;
}
