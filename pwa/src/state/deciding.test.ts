// @vitest-environment happy-dom
/** Decisions: the choice is a new mutation, what lost is kept, and what waited for a refused one goes on. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { sha256 } from "../domain/canonical";
import { instant } from "../domain/time";
import type { Vault } from "../storage";
import type { Conflict, Mutation, Rejected, Verdict } from "../storage/api";
import {
  canWithdraw,
  chooseWords,
  clockRunsIn,
  keepMine,
  keepTheirs,
  leave,
  resend,
  waitingFor,
  withdraw,
} from "./deciding";
import { freshId, NOON, ODESSA, openTestVault } from "./for-tests";
import { made } from "./made";
import { editSection } from "./recording";
import { quarantine, rows } from "./vault";

const MINE = "Without the rail.";
const LATER = "Without the rail, twelve steps.";
const THEIRS = "One hand on the rail.";
const BY = "0190c000-0000-7000-8000-0000000000c7";
const conflict: Conflict = {
  verdict: "conflict",
  version: 4,
  theirs: { section: "plan", text: THEIRS, tablet: "Blue 3" },
  by: BY,
  at: "2026-11-23T16:50:00.000Z",
};
const refused: Rejected = { verdict: "rejected", type: "/problems/invalid", title: "t" };
let vault: Vault;

beforeEach(async () => {
  vault = await openTestVault();
  await editSection(ODESSA.visit, "plan", MINE, "");
});
afterEach(() => vault.lock());

/** Let the server say something about the change of a number. */
async function said(n: number, verdict: Verdict) {
  await vault.forSync.takeBatch(50, 1e6);
  await vault.forSync.applyVerdicts({ verdicts: [{ n, verdict }], seq: 1, acked_n: 0 }, NOON);
  const [one] = quarantine.value;
  if (!one) throw new Error("nothing in quarantine");
  return one;
}

const fresh = () => vault.outbox().filter(({ n }) => n > 2);
const kept = () => [...rows.value.kept_words.values()].map(({ words, by }) => [words[0]?.text, by]);

test("mine is kept: a new edit over the words I saw, theirs in the history with tablet and author", async () => {
  await chooseWords(await said(2, conflict), conflict, MINE);

  expect(quarantine.value).toEqual([]);
  const [edit, keep] = fresh().map(({ mutation }) => mutation);
  expect(edit).toMatchObject({ kind: "section.edit", base_version: 4 });
  expect(edit?.data).toEqual({ section: "plan", text: MINE, base_hash: await sha256(THEIRS) });
  expect(keep).toMatchObject({ kind: "words.keep", data: { by: BY, tablet: "Blue 3" } });
  expect(kept()).toEqual([[THEIRS, BY]]);
});

test("words written after those in conflict wait beside the decision, not under it", async () => {
  const one = await said(2, conflict);
  await editSection(ODESSA.visit, "plan", LATER, MINE);

  await chooseWords(one, conflict, MINE);

  const edits = fresh().filter(({ mutation }) => mutation.kind === "section.edit");
  expect(edits.map(({ n, mutation }) => [n, mutation.data.text])).toEqual([
    [3, LATER],
    [4, MINE],
  ]);
});

test("words written after refused ones stay when the refused ones are sent again", async () => {
  const one = await said(2, refused);
  await editSection(ODESSA.visit, "plan", LATER, MINE);

  await resend(one, one.mutation.data);

  expect(fresh().map(({ mutation }) => mutation.data.text)).toEqual([LATER, MINE]);
});

test("theirs is kept: no edit, mine in the history", async () => {
  await chooseWords(await said(2, conflict), conflict, THEIRS);
  expect(fresh().map(({ mutation }) => mutation.kind)).toEqual(["words.keep"]);
  expect(kept()).toEqual([[MINE, vault.clinician.id]]);
});

test("both edited: one new text, both in the history", async () => {
  await chooseWords(await said(2, conflict), conflict, `${MINE} ${THEIRS}`);
  expect(fresh().map(({ mutation }) => mutation.kind)).toEqual(["section.edit", "words.keep", "words.keep"]);
  expect(
    kept()
      .map(([text]) => text)
      .sort(),
  ).toEqual([THEIRS, MINE].sort());
});

test("a row is never merged: mine goes over theirs under its id, or theirs stands", async () => {
  const measure = { visit_id: ODESSA.visit, measure: "Berg balance", value: 41, unit: "points" };
  const id = freshId();
  await vault.write([made("measure.record", id, measure, NOON)]);
  const one = await said(3, conflict);
  await keepMine(one, conflict, [{ name: "value", text: "44" }]);
  expect(fresh().at(-2)?.mutation).toMatchObject({ kind: "measure.record", entity: id, base_version: 4 });

  await vault.write([made("measure.record", id, measure, NOON)]);
  await keepTheirs(await said(6, conflict), [{ name: "value", text: "41" }]);
  expect(quarantine.value).toEqual([]);
  expect(kept().map(([text]) => text)).toEqual(["44", "41"]);
});

test("fixed and sent again under a new id; what waited for it waits for the new one, unchanged otherwise", async () => {
  const one = await said(1, refused); // the visit's start
  const waiting = waitingFor(one.mutation.id);
  expect(waiting.map(({ kind }) => kind)).toEqual(["section.edit"]);

  await resend(one, one.mutation.data);

  const [edit, start] = vault.outbox().map(({ mutation }) => mutation);
  expect(start).toMatchObject({ kind: "visit.start", n: 3, data: one.mutation.data });
  expect(edit).toEqual({ ...waiting[0], depends_on: [start?.id] });
});

test("withdrawn: what waited for it keeps its number and its words, and waits for nothing", async () => {
  const id = freshId();
  const intervention = { visit_id: ODESSA.visit, code: "97112", text: "Step-ups" };
  await vault.write([made("intervention.record", id, intervention, NOON)]);
  const response = { intervention_id: id, text: "Steady" };
  await vault.write([made("response.record", freshId(), response, NOON, { needs: [id] })]);
  const one = await said(3, refused);
  const [before] = waitingFor(one.mutation.id);

  expect(canWithdraw(one)).toBe(true);
  await withdraw(one, ({ data }) => [{ name: "text", text: String(data.text) }]);

  const after = vault.outbox().at(-1);
  expect(after?.mutation).toMatchObject({ id: before?.id, n: 4, kind: "words.keep", depends_on: [] });
  expect(after?.mutation.data.words).toEqual([{ name: "text", text: "Steady" }]);
  expect(vault.sent()).toMatchObject([{ n: 3, verdict: { verdict: "settled" } }]);
});

test("a start that the server never took is not withdrawn from under the words that wait for it", async () => {
  const one = await said(1, refused);
  const words = ({ data }: Mutation) => [{ name: "text", text: String(data.text) }];

  expect(canWithdraw(one)).toBe(false);
  await expect(withdraw(one, words)).rejects.toThrow();
  expect(vault.outbox()).toMatchObject([{ n: 2, mutation: { kind: "section.edit" } }]);
  expect(quarantine.value).toMatchObject([{ n: 1 }]);
});

test("nor from under words that were written after it was refused", async () => {
  await vault.forSync.takeBatch(50, 1e6);
  const verdicts = [1, 2].map((n) => ({ n, verdict: refused }));
  await vault.forSync.applyVerdicts({ verdicts, seq: 1, acked_n: 0 }, NOON);
  const one = quarantine.value.find(({ n }) => n === 1);
  if (!one) throw new Error("the start is refused");
  expect(canWithdraw(one)).toBe(true);

  await editSection(ODESSA.visit, "plan", LATER, MINE);

  expect(waitingFor(one.mutation.id)).toEqual([]);
  expect(canWithdraw(one)).toBe(false);
});

test("what waits for it can be left with a supervisor, every word under its number", async () => {
  const one = await said(1, refused);
  await editSection(ODESSA.visit, "plan", LATER, MINE); // with a start of its own
  const before = vault.outbox().map(({ n, mutation }) => [n, mutation.id]);

  await leave(one, ({ data }) => [{ name: "text", text: String(data.text) }]);

  expect(quarantine.value).toEqual([]);
  expect(vault.outbox().map(({ n, mutation }) => [n, mutation.id])).toEqual(before);
  const left = vault.outbox().map(({ mutation }) => mutation);
  expect(new Set(left.map(({ kind, depends_on }) => `${kind} ${depends_on.length}`))).toEqual(
    new Set(["words.leave 0"]),
  );
  expect(left.flatMap(({ data }) => data.words).map((one) => (one as { text: string }).text)).toEqual([
    MINE,
    "undefined", // the start that came with later words
    LATER,
  ]);
  const kinds = [...rows.value.left_words.values()].map(({ of }) => of);
  expect(kinds).toEqual(["section.edit", "visit.start", "section.edit"]);
});

test("no word is lost over what the server takes: sixty fields, none of more than 20,000 characters", async () => {
  const one = await said(1, refused);
  const fields = Array.from({ length: 70 }, (_, i) => ({ name: `field ${i}`, text: `said in ${i}` }));
  const long = `.${"\u{1f9b5}".repeat(20_000)}`; // each of these is two code units

  await leave(one, () => [{ name: "long", text: long }, ...fields]);

  const left = vault.outbox().at(-1)?.mutation.data.words as { name: string; text: string }[];
  expect(left).toHaveLength(60);
  expect(left.every(({ text }) => [...text].length <= 20_000 && text.isWellFormed())).toBe(true);
  expect(left.slice(0, 2).map(({ text }) => text)).toEqual([long.slice(0, 39_999), "\u{1f9b5}"]);
  const all = left.map(({ name, text }) => `${name}: ${text}`).join("\n");
  expect(fields.filter(({ name, text }) => !all.includes(`${name}: ${text}`))).toEqual([]);
});

test("not while its clock runs", async () => {
  const one = await said(1, refused);
  const running = { segment_id: freshId(), visit_id: ODESSA.visit, started_at: instant(NOON) };
  await vault.write([], { running: { ...running, page_run_id: null, monotonic_ms: null } });

  expect(clockRunsIn(one)).toBe(true);
  await expect(leave(one, () => [])).rejects.toThrow();
  expect(quarantine.value).toMatchObject([{ n: 1 }]);
});

test("a start that nothing waits for can be withdrawn", async () => {
  const id = freshId();
  const { data } = vault.outbox()[0]?.mutation ?? {};
  await vault.write([made("visit.start", id, data ?? {}, NOON)]);
  const one = await said(3, refused);

  expect(canWithdraw(one)).toBe(true);
  await withdraw(one, () => []);
  expect(quarantine.value).toEqual([]);
});
