// @vitest-environment happy-dom
/** What the server lists as refused is settled only when nothing here could still be the undecided change. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openWork } from "../storage/database";
import { PIN } from "../storage/for-tests";
import { freshId, NOON, ODESSA, openTestStorage } from "./for-tests";
import { askHandedIn } from "./handed-in";
import { made } from "./made";
import { showVault, vault } from "./vault";

let opened: Awaited<ReturnType<typeof openTestStorage>>;
let settled: string[];

beforeEach(async () => {
  opened = await openTestStorage();
  settled = [];
});
afterEach(() => {
  vault.value?.lock();
  vi.unstubAllGlobals();
});

/** A server that lists one refused change of this tablet. */
function serverWith(mutation_id: string) {
  const listed = {
    id: "q1",
    clinician_id: opened.vault.clinician.id,
    device_id: opened.vault.deviceId,
    kind: "rejected",
    mutation_id,
    received_at: "2026-11-23T17:00:00.000Z",
    reason: {},
  };
  vi.stubGlobal("fetch", async (path: string) => {
    if (path.endsWith("/settle")) settled.push(path);
    const body = JSON.stringify(path === "/api/quarantine" ? { quarantined: [listed] } : {});
    return new Response(body, { headers: { "Content-Type": "application/json" } });
  });
}

/** A refused measure; returns its id. */
async function refusedMeasure(): Promise<string> {
  const data = { visit_id: ODESSA.visit, measure: "Berg balance", value: 41, unit: "points" };
  const measure = made("measure.record", freshId(), data, NOON);
  await opened.vault.write([measure]);
  await opened.vault.forSync.takeBatch(50, 1e6);
  const verdict = { verdict: "rejected" as const, type: "/problems/invalid", title: "t" };
  await opened.vault.forSync.applyVerdicts({ verdicts: [{ n: 1, verdict }], seq: 1, acked_n: 0 }, NOON);
  return measure.id;
}

test("what was decided here goes off the server's list, what waits for a decision does not", async () => {
  const id = await refusedMeasure();
  serverWith(id);
  await askHandedIn();
  expect(settled).toEqual([]);

  await opened.vault.write([], { settles: [1] });
  await askHandedIn();
  expect(settled).toEqual(["/api/quarantine/q1/settle"]);
});

test("nothing is settled while something stored here cannot be read: it may be the undecided change", async () => {
  const id = await refusedMeasure();
  opened.vault.lock();
  const work = await openWork(opened.person);
  const [record] = await work.getAll("quarantine");
  if (!record) throw new Error("one is stored");
  const ct = new Uint8Array(record.ct);
  ct[5] = (ct[5] ?? 0) ^ 1;
  await work.put("quarantine", { ...record, ct: ct.buffer });
  work.close();
  opened.vault = await opened.storage.unlock(opened.person, PIN);
  showVault(opened.vault, () => {});
  expect(opened.vault.unreadable()).toBe(1);

  serverWith(id);
  await askHandedIn();

  expect(settled).toEqual([]);
});
