// @vitest-environment happy-dom
/** Moving a visit: everything comes along under new ids, both sides say so, and the other patient is not named. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { instant } from "../domain/time";
import { visitRecord } from "../domain/visit";
import type { Vault } from "../storage";
import { freshId, HUGO, NOON, ODESSA, openTestVault } from "./for-tests";
import { made, timeFact } from "./made";
import { moveVisit, targetsFor, voidVisit } from "./moving";
import { editSection, recordUntimed, saveCaptured } from "./recording";
import { rows, running } from "./vault";

let vault: Vault;
const odessa = () => visitRecord(rows.value, ODESSA.visit, NOON);
const visitOf = (id: string) => {
  const visit = rows.value.visit.get(id);
  if (!visit) throw new Error(`no visit ${id}`);
  return visit;
};

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOON }); // the day of the appointments
  vault = await openTestVault();
  await editSection(ODESSA.visit, "plan", "Without the rail.", "");
  await recordUntimed(ODESSA.visit, "97161", 20, "therapist");
  const segment = freshId();
  const started_at = instant(NOON);
  const data = { visit_id: ODESSA.visit, code: "97112", started_at, ...timeFact("therapist", "timed", NOON) };
  const fact = {
    segment_id: segment,
    visit_id: ODESSA.visit,
    started_at,
    page_run_id: null,
    monotonic_ms: null,
  };
  await vault.write([made("segment.start", segment, data, NOON)], { running: fact });
});
afterEach(() => {
  vault.lock();
  vi.useRealTimers();
});

async function move(): Promise<string> {
  const [target] = targetsFor(visitOf(ODESSA.visit));
  if (!target) throw new Error("nobody to move to");
  return moveVisit(visitOf(ODESSA.visit), target, "Recorded on the wrong patient");
}

test("time, untimed codes and words stand on the other patient's visit, under new ids; the clock is stopped", async () => {
  const before = odessa();
  const to = await move();

  const after = visitRecord(rows.value, to, Date.now());
  expect(to).toBe(HUGO.visit); // the planned one
  expect(after?.visit.started_at).toBe(before?.visit.started_at);
  expect(after?.segments.map(({ code, provenance, started_at }) => [code, provenance, started_at])).toEqual(
    before?.segments.map(({ code, provenance, started_at }) => [code, provenance, started_at]),
  );
  expect(after?.segments[0]?.id).not.toBe(before?.segments[0]?.id);
  expect(after?.untimed.map(({ minutes }) => minutes)).toEqual([20]);
  expect(after?.sections.map(({ text }) => text)).toEqual(["Without the rail."]);
  expect(running.value).toBeNull();
});

test("both sides say so by ids alone", async () => {
  const to = await move();
  expect(visitOf(ODESSA.visit)).toMatchObject({ status: "void", moved_to: to });
  expect(visitOf(to).moved_from).toEqual([ODESSA.visit]);
  expect(JSON.stringify(visitOf(ODESSA.visit))).not.toContain(HUGO.patient);
  expect(JSON.stringify(visitOf(to))).not.toContain(ODESSA.patient);
});

test("it is one change that waits for the other visit's start", async () => {
  await move();
  const [starts, moves] = vault.outbox().slice(-2);
  expect(starts?.mutation).toMatchObject({ kind: "visit.start", entity: HUGO.visit });
  expect(moves?.mutation).toMatchObject({ kind: "visit.move", entity: ODESSA.visit });
  expect(moves?.mutation.depends_on).toContain(starts?.mutation.id);
});

test("a visit that was begun takes the moved words below its own", async () => {
  await editSection(HUGO.visit, "plan", "Already here.", "");
  const to = await move();
  expect(visitRecord(rows.value, to, NOON)?.sections.map(({ text }) => text)).toEqual([
    "Already here.\nWithout the rail.",
  ]);
});

test("voiding stops the clock and keeps everything", async () => {
  await voidVisit(visitOf(ODESSA.visit), "Recorded twice");
  expect(visitOf(ODESSA.visit)).toMatchObject({ status: "void", void_reason: "Recorded twice" });
  expect(odessa()?.segments).toHaveLength(1);
  expect(running.value).toBeNull();
});

test("what was recorded after a response goes along with it", async () => {
  await saveCaptured(
    {
      id: null,
      intervention: {
        visit_id: ODESSA.visit,
        code: "97112",
        technique: "PNF",
        regions: [],
        goal_id: ODESSA.goal,
      } as never,
      responseId: null,
      response: { tolerance: "well" } as never,
    },
    "draft",
  );
  const to = await move();
  const after = visitRecord(rows.value, to, NOON);
  expect(after?.interventions.map(({ technique, goal_id }) => [technique, goal_id])).toEqual([["PNF", null]]);
  expect(after?.responses.map(({ intervention_id }) => intervention_id)).toEqual([
    after?.interventions[0]?.id,
  ]);
});
