/** The server's rows and answers: by version, with their cursor, and nothing of ours is lost over them. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Vault } from "./api";
import { openBase } from "./database";
import {
  makeChange,
  makeEdit,
  makeMutation,
  makePage,
  makeVault,
  NOON,
  newId,
  PATIENT,
  PIN,
  patientChange,
  VISIT,
} from "./for-tests";

const DAY = 86_400_000;
const OTHER = "0190c000-0000-7000-8000-0000000000b2";
let made: Awaited<ReturnType<typeof makeVault>>;

beforeEach(async () => {
  made = await makeVault();
});

afterEach(() => made.vault.lock());

const sync = () => made.vault.forSync;
const visitChange = (version: number, more: object = {}) =>
  makeChange("visit", VISIT, version, { patient_id: PATIENT, status: "open", ended_at: null, ...more });

async function sendAll(verdict: "applied" | "rejected" = "applied", seq: number | null = null, version = 1) {
  const batch = await sync().takeBatch(50, 1e6);
  const said =
    verdict === "applied"
      ? ({ verdict, version, hash: "h" } as const)
      : ({ verdict, type: "/problems/visit-signed", title: "Signed" } as const);
  await sync().applyVerdicts(
    { seq, acked_n: 0, verdicts: batch.map(({ n }) => ({ n, verdict: said })) },
    NOON,
  );
}

/** Unlock, and wait for the rows that are opened behind Today. */
async function unlockFully(): Promise<Vault> {
  const vault = await made.storage.unlock(made.person, PIN);
  await vault.forSync.takeBatch(0, 0); // comes after everything that was asked for before
  expect(vault.complete()).toBe(true);
  return vault;
}

test("page and cursor are one; both are there after unlocking", async () => {
  await sync().applyPage(makePage([patientChange()], { cursor: "c1" }), NOON);
  made.vault.lock();
  const vault = await made.storage.unlock(made.person, PIN);
  expect(vault.forSync.cursor()).toBe("c1");
  expect(vault.rows().patient.has(PATIENT)).toBe(true);
  vault.lock();
});

test("an older version does not replace a newer one, and a deleted row does not come back", async () => {
  await sync().applyPage(makePage([visitChange(3, { status: "signed" })]), NOON);
  await sync().applyPage(makePage([visitChange(2)]), NOON);
  expect(made.vault.rows().visit.get(VISIT)).toMatchObject({ status: "signed", version: 3 });
  await sync().applyPage(makePage([{ ...visitChange(4), deleted: true, data: null }]), NOON);
  await sync().applyPage(makePage([visitChange(3)]), NOON);
  expect(made.vault.rows().visit.has(VISIT)).toBe(false);
});

test("a removed patient leaves base only: work on them is still sent", async () => {
  await made.vault.write([makeMutation("visit.end", { ended_at: "x" }, { entity: VISIT })]);
  await sync().applyPage(makePage([patientChange(), patientChange(1, OTHER), visitChange(1)]), NOON);
  await sync().applyPage(makePage([], { removed: [PATIENT] }), NOON);
  expect([...made.vault.rows().patient.keys()]).toEqual([OTHER]);
  expect(made.vault.rows().visit.size).toBe(0);
  expect(made.vault.outbox()).toHaveLength(1);
});

test("a patient who comes back with the same page is kept", async () => {
  await sync().applyPage(makePage([patientChange(5)]), NOON);
  await sync().applyPage(makePage([patientChange(5)], { removed: [PATIENT] }), NOON);
  expect(made.vault.rows().patient.has(PATIENT)).toBe(true);
});

test("a block that does not open is dropped and everything is pulled anew", async () => {
  await sync().applyPage(
    makePage([patientChange(), makeChange("response", newId(), 1, {})], { cursor: "c1" }),
    NOON,
  );
  made.vault.lock();
  const base = await openBase(made.person);
  const [a, b] = await base.getAll("blocks");
  if (!a || !b) throw new Error("two blocks");
  await base.put("blocks", { ...a, iv: b.iv, ct: b.ct });
  base.close();
  const vault = await unlockFully();
  expect(vault.rows().patient.size + vault.rows().response.size).toBe(1);
  expect(vault.forSync.cursor()).toBeNull();
  vault.lock();
});

describe("a sent mutation", () => {
  test("is shown until the base has its version, and not over a newer one", async () => {
    await sync().applyPage(makePage([visitChange(1)]), NOON);
    await made.vault.write([
      makeMutation("visit.end", { ended_at: "2026-11-23T18:00:00.000Z" }, { entity: VISIT }),
    ]);
    await sendAll("applied", null, 2);
    expect(made.vault.rows().visit.get(VISIT)?.ended_at).toBe("2026-11-23T18:00:00.000Z");
    await sync().applyPage(makePage([visitChange(2, { ended_at: "server" })], { has_more: true }), NOON);
    expect(made.vault.rows().visit.get(VISIT)?.ended_at).toBe("server");
  });

  test("does not bring back the visit of a patient who left the caseload", async () => {
    const data = { patient_id: PATIENT, started_at: "2026-11-23T18:00:00.000Z" };
    await made.vault.write([makeMutation("visit.start", data, { entity: VISIT })]);
    await sendAll();
    expect(made.vault.rows().visit.size).toBe(1);
    await sync().applyPage(makePage([], { removed: [PATIENT] }), NOON);
    expect(made.vault.rows().visit.size).toBe(0);
  });

  test("is kept until the backup has passed it", async () => {
    await made.vault.write([makeEdit("a")]);
    await sendAll("applied", 40);
    await sync().applyPage(makePage([], { backup_seq: 39 }), NOON);
    expect(made.vault.sent()).toHaveLength(1);
    await sync().applyPage(makePage([], { backup_seq: 40 }), NOON);
    expect(made.vault.sent()).toHaveLength(0);
  });

  test("without a backup it is kept 30 days", async () => {
    await made.vault.write([makeEdit("a")]);
    await sendAll("applied", 40);
    await sync().applyPage(makePage([]), NOON + 30 * DAY);
    expect(made.vault.sent()).toHaveLength(1);
    await sync().applyPage(makePage([]), NOON + 30 * DAY + 1);
    expect(made.vault.sent()).toHaveLength(0);
  });

  test("waits again when the server was restored, and goes out unchanged", async () => {
    await sync().renewEpoch("epoch-1");
    await made.vault.write([makeEdit("a")]);
    await sendAll();
    const [before] = made.vault.sent();
    await made.vault.write([makeEdit("b")]);
    await sync().applyPage(makePage([visitChange(9, { status: "signed" })], { cursor: "c1" }), NOON);

    await sync().renewEpoch("epoch-2");

    expect(sync().cursor()).toBeNull();
    expect(made.vault.rows().visit.has(VISIT)).toBe(true);
    expect(made.vault.outbox().map(({ n, sending }) => [n, sending])).toEqual([
      [1, true],
      [2, false],
    ]);
    expect(made.vault.outbox()[0]?.mutation).toEqual(before?.mutation);
    await sync().applyPage(makePage([visitChange(2)], { epoch: "epoch-2" }), NOON);
    expect(made.vault.rows().visit.get(VISIT)).toMatchObject({ version: 2, status: "open" });
  });

  test("rows that the restored server does not know go when all its pages are here", async () => {
    await sync().applyPage(makePage([patientChange(), patientChange(1, OTHER)]), NOON);
    await sync().renewEpoch("epoch-2");
    await sync().applyPage(makePage([], { epoch: "epoch-2", has_more: true }), NOON);
    expect(made.vault.rows().patient.size).toBe(2);
    await sync().applyPage(makePage([patientChange()], { epoch: "epoch-2" }), NOON);
    expect([...made.vault.rows().patient.keys()]).toEqual([PATIENT]);
  });
});

describe("a refused mutation", () => {
  test("stays with its words, is shown no more, and goes only by a decision", async () => {
    await sync().applyPage(makePage([visitChange(1)]), NOON);
    await made.vault.write([makeEdit("my words")]);
    await sendAll("rejected");
    expect(made.vault.rows().section.size).toBe(0);
    made.vault.lock();
    const vault = await made.storage.unlock(made.person, PIN);
    const [refused] = vault.quarantine();
    expect(refused).toMatchObject({
      n: 1,
      mutation: { data: { text: "my words" } },
      because: { verdict: "rejected" },
    });

    await vault.write([makeEdit("my words")], { settles: [1] });

    expect(vault.quarantine()).toEqual([]);
    expect(vault.outbox().map(({ n }) => n)).toEqual([2]);
    expect(vault.sent()).toMatchObject([{ n: 1, verdict: { verdict: "settled" } }]);
    vault.lock();
  });

  test("deferred and retry stay in the outbox", async () => {
    await made.vault.write([makeEdit("a"), makeEdit("b", {}, "objective")]);
    await sync().takeBatch(50, 1e6);
    await sync().applyVerdicts(
      {
        seq: null,
        acked_n: 0,
        verdicts: [
          { n: 1, verdict: { verdict: "deferred", waits_for: [newId()] } },
          { n: 2, verdict: { verdict: "retry", type: "server-older" } },
        ],
      },
      NOON,
    );
    expect(made.vault.outbox().map(({ last }) => last?.verdict)).toEqual(["deferred", "retry"]);
  });
});

test("a batch holds at most the asked count and bytes, at least one, and not the skipped", async () => {
  await made.vault.write(
    Array.from({ length: 5 }, (_, i) => makeMutation("measure.record", { text: "x".repeat(1000), i })),
  );
  expect((await sync().takeBatch(3, 1e6)).map(({ n }) => n)).toEqual([1, 2, 3]);
  expect((await sync().takeBatch(50, 2800)).map(({ n }) => n)).toEqual([1, 2]);
  expect((await sync().takeBatch(50, 10, new Set([1]))).map(({ n }) => n)).toEqual([2]);
});
