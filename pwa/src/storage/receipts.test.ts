/** Receipts: what is let go of is proven to be on the server, and in a backup. */
import { beforeEach, expect, test, vi } from "vitest";
import { canonical, sha256 } from "../domain/canonical";
import { makeChange, makeMutation, makePage, makeVault, NOON, patientChange } from "./for-tests";

const ROW = { patient_id: "p", visit_id: "v", measure: "Berg balance", value: 41 };
let made: Awaited<ReturnType<typeof makeVault>>;
let id: string;

beforeEach(async () => {
  made = await makeVault();
  const measure = makeMutation("measure.record", ROW);
  id = measure.entity;
  await made.vault.write([measure]);
  const hash = await sha256(canonical(ROW));
  const verdict = { verdict: "applied" as const, version: 3, hash };
  await made.vault.forSync.takeBatch(50, 1e6);
  await made.vault.forSync.applyVerdicts({ verdicts: [{ n: 1, verdict }], seq: 7, acked_n: 1 }, NOON);
});

const pull = (version: number, value: number, backup_seq: number | null = 9) =>
  made.vault.forSync.applyPage(
    makePage([makeChange("measure", id, version, { ...ROW, value })], { backup_seq }),
    NOON,
  );

test("the very row that was confirmed is the proof; then a backup lets it go", async () => {
  await pull(3, 41, 6);
  expect(made.vault.forSync.receipts()).toEqual({ proven: 1, differing: 0 });
  expect(made.vault.sent()).toHaveLength(1); // the backup is older
  await pull(3, 41, 7);
  expect(made.vault.sent()).toEqual([]);
});

test("another content under the confirmed version keeps it here and says so, until it is repaired", async () => {
  await pull(3, 14);
  expect(made.vault.forSync.receipts()).toEqual({ proven: 0, differing: 1 });
  expect(made.vault.sent()).toHaveLength(1);

  await made.vault.forSync.repair([makeChange("measure", id, 3, ROW)], []);

  expect(made.vault.forSync.receipts()).toEqual({ proven: 1, differing: 0 });
  await made.vault.forSync.applyPage(makePage([], { backup_seq: 9 }), NOON);
  expect(made.vault.sent()).toEqual([]);
});

test("a row that has not come yet proves nothing", async () => {
  await pull(2, 40);
  expect(made.vault.forSync.receipts()).toEqual({ proven: 0, differing: 0 });
  expect(made.vault.sent()).toHaveLength(1);
});

test("a newer row was made over the confirmed one", async () => {
  await pull(4, 42);
  expect(made.vault.sent()).toEqual([]);
});

test("numbers that the server does not have after all wait again, unchanged", async () => {
  const [before] = made.vault.sent();
  await made.vault.forSync.resend([[1, 1]]);
  expect(made.vault.outbox()).toMatchObject([{ n: 1, mutation: before?.mutation, sending: true }]);
  expect(made.vault.sent()).toEqual([]);
});

test("a repaired row is the one that counts after the tablet was opened anew", async () => {
  await pull(3, 14, null);
  await made.vault.forSync.repair([makeChange("measure", id, 3, ROW), patientChange()], []);
  made.vault.lock();
  const again = await made.storage.unlock(made.person, made.enrolment.pin);
  await vi.waitFor(() => expect(again.complete()).toBe(true));
  expect(again.rows().measure.get(id)?.value).toBe(41);
  again.lock();
});

test("what lies where is told in ranges", async () => {
  const three = [1, 2, 3].map(() => makeMutation("measure.record", ROW));
  await made.vault.write(three);
  expect(made.vault.forSync.numbers()).toEqual({
    next: 5,
    waiting: [[2, 4]],
    sent: [[1, 1]],
    quarantined: [],
    settled: [],
  });
});
