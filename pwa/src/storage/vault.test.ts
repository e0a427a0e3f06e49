/** The vault: what is written is encrypted, complete or absent, and there again after unlocking. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWork } from "./database";
import { StorageFault } from "./fault";
import {
  CANARY,
  everythingStored,
  makeEdit,
  makeMutation,
  makePage,
  makeRunning,
  makeVault,
  NOON,
  newId,
  PATIENT,
  PIN,
  patientChange,
  VISIT,
} from "./for-tests";

let made: Awaited<ReturnType<typeof makeVault>>;

beforeEach(async () => {
  made = await makeVault();
});

afterEach(() => {
  made.vault.lock();
});

function startVisit() {
  return makeMutation(
    "visit.start",
    {
      patient_id: PATIENT,
      episode_id: newId(),
      appointment_id: null,
      place_of_service: "11",
      started_at: new Date(NOON).toISOString(),
    },
    { entity: VISIT },
  );
}

test("what was written is there after lock and unlock", async () => {
  const running = makeRunning();
  await made.vault.forSync.applyPage(makePage([patientChange()]), NOON);
  await made.vault.write([startVisit(), makeEdit("Walk daily")], { running });
  await made.vault.saveDraft("capture:1", { technique: "PNF" });
  made.vault.lock();

  const vault = await made.storage.unlock(made.person, PIN);

  expect(vault.rows().visit.get(VISIT)?.patient_id).toBe(PATIENT);
  expect(vault.rows().patient.get(PATIENT)?.family_name).toBe("Quillfeather");
  expect(vault.outbox().map(({ n, mutation }) => [n, mutation.n, mutation.kind])).toEqual([
    [1, 1, "visit.start"],
    [2, 2, "section.edit"],
  ]);
  expect(vault.running()).toEqual(running);
  expect(vault.draft("capture:1")).toEqual({ technique: "PNF" });
  vault.lock();
});

test("no stored byte shows a patient, a word of the note or a code, locked or unlocked", async () => {
  const { vault } = made;
  await vault.forSync.applyPage(makePage([patientChange()]), NOON);
  await vault.write([startVisit(), makeEdit(`${CANARY} walks with 97112 and Ünïcode`)]);
  await vault.saveDraft("capture:1", { note: CANARY });
  const [first, second] = vault.outbox();
  await vault.forSync.takeBatch(50, 1e6);
  await vault.forSync.applyVerdicts(
    {
      seq: null,
      acked_n: 2,
      verdicts: [
        { n: first?.n ?? 0, verdict: { verdict: "applied", version: 1, hash: "h" } },
        {
          n: second?.n ?? 0,
          verdict: { verdict: "conflict", version: 2, theirs: { text: CANARY }, by: "x", at: "y" },
        },
      ],
    },
    NOON,
  );
  await vault.write([makeEdit(CANARY)]);
  vault.lock();

  const stored = await everythingStored();

  for (const word of [
    ...CANARY.split(" "),
    "97112",
    "nïcode",
    "1950-02-03",
    "visit.start",
    "section",
    made.enrolment.organization.name,
    PIN,
  ]) {
    expect(stored.includes(word), word).toBe(false);
  }
  expect(stored).toContain("Rowan T.");
});

test("numbers have no gap and go on after a reload", async () => {
  await made.vault.write([startVisit()]);
  made.vault.lock();
  const vault = await made.storage.unlock(made.person, PIN);
  await vault.write([makeEdit("a"), makeEdit("b", {}, "objective")]);
  expect(vault.outbox().map(({ n }) => n)).toEqual([1, 2, 3]);
  vault.lock();
});

test("a write that begins while another is under way gets the next number", async () => {
  await Promise.all(
    Array.from({ length: 20 }, (_, i) => made.vault.write([makeMutation("measure.record", { value: i })])),
  );
  expect(made.vault.outbox().map(({ n }) => n)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
});

test("writes are strict transactions", async () => {
  const { transaction } = IDBDatabase.prototype;
  const asked: unknown[] = [];
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...given: Parameters<typeof transaction>) {
    if (given[1] === "readwrite") asked.push(given[2]?.durability);
    return transaction.apply(this, given);
  };
  try {
    await made.vault.write([startVisit()], { running: makeRunning() });
  } finally {
    IDBDatabase.prototype.transaction = transaction;
  }
  expect(asked).toEqual(["strict"]);
});

test("a mutation over 128 KB is refused where it is made, and nothing of the write is kept", async () => {
  const write = made.vault.write([startVisit(), makeEdit("x".repeat(128 * 1024))]);
  await expect(write).rejects.toMatchObject({ name: "StorageFault", kind: "too-big" });
  expect(made.vault.outbox()).toEqual([]);
});

test("a locked vault answers nothing", async () => {
  made.vault.lock();
  expect(() => made.vault.rows()).toThrow(StorageFault);
  expect(() => made.vault.outbox()).toThrow(StorageFault);
  await expect(async () => made.vault.write([startVisit()])).rejects.toMatchObject({ kind: "locked" });
});

test("a write that began before the lock is still stored", async () => {
  const write = made.vault.write([startVisit()]);
  made.vault.lock();
  await write;
  const vault = await made.storage.unlock(made.person, PIN);
  expect(vault.outbox().length).toBe(1);
  vault.lock();
});

test("a draft is found again while its storing is still under way", async () => {
  const { vault } = await makeVault();
  const stored = vault.saveDraft("capture:1", { technique: "PNF" });
  expect(vault.draft("capture:1")).toEqual({ technique: "PNF" });
  await stored;
});

test("a draft is dropped by the write that it became", async () => {
  await made.vault.saveDraft("capture:1", { technique: "PNF" });
  await made.vault.write([startVisit()], { dropDrafts: ["capture:1"] });
  expect(made.vault.hasDrafts()).toBe(false);
  made.vault.lock();
  const vault = await made.storage.unlock(made.person, PIN);
  expect(vault.draft("capture:1")).toBeUndefined();
  vault.lock();
});

describe("folding", () => {
  test("edits of one section made before any was sent travel as one, with the first base hash", async () => {
    const first = makeEdit("one");
    first.data.base_hash = "a".repeat(64);
    await made.vault.write([first]);
    const second = makeEdit("two");
    await made.vault.write([second]);
    await made.vault.write([makeMutation("measure.record", {}, { depends_on: [second.id] })]);

    const [edit, measure] = made.vault.outbox();
    expect(edit?.mutation).toMatchObject({
      id: first.id,
      n: 1,
      data: { text: "two", base_hash: "a".repeat(64) },
    });
    expect(measure?.mutation).toMatchObject({ n: 2, depends_on: [first.id] });
  });

  test("an edit whose sending has begun stays as it is", async () => {
    await made.vault.write([makeEdit("one")]);
    await made.vault.forSync.takeBatch(50, 1e6);
    await made.vault.write([makeEdit("two")]);
    expect(made.vault.outbox().map(({ mutation }) => mutation.data.text)).toEqual(["one", "two"]);
  });

  test("nothing folds past a signature", async () => {
    await made.vault.write([makeEdit("one")]);
    await made.vault.write([makeMutation("visit.sign", {}, { entity: VISIT })]);
    await made.vault.write([makeEdit("two")]);
    expect(made.vault.outbox().map(({ n }) => n)).toEqual([1, 2, 3]);
  });

  test("another section or another visit does not fold", async () => {
    await made.vault.write([
      makeEdit("one"),
      makeEdit("two", {}, "objective"),
      makeEdit("three", { entity: newId() }),
    ]);
    expect(made.vault.outbox().length).toBe(3);
  });
});

describe("tampering", () => {
  async function withWork<T>(act: (work: Awaited<ReturnType<typeof openWork>>) => Promise<T>): Promise<T> {
    const work = await openWork(made.person);
    try {
      return await act(work);
    } finally {
      work.close();
    }
  }

  test("two outbox entries that changed places do not open, and stay where they are", async () => {
    await made.vault.write([startVisit(), makeEdit("one")]);
    made.vault.lock();
    await withWork(async (work) => {
      const [a, b] = await work.getAll("outbox");
      if (!a || !b) throw new Error("two are stored");
      await work.put("outbox", { ...b, n: a.n });
      await work.put("outbox", { ...a, n: b.n });
    });
    const vault = await made.storage.unlock(made.person, PIN);
    expect(vault.outbox()).toEqual([]);
    expect(vault.unreadable()).toBe(2);
    vault.lock();
    expect(await withWork((work) => work.count("outbox"))).toBe(2);
  });

  test("one changed bit is noticed", async () => {
    await made.vault.write([startVisit()]);
    made.vault.lock();
    await withWork(async (work) => {
      const [a] = await work.getAll("outbox");
      if (!a) throw new Error("one is stored");
      const ct = new Uint8Array(a.ct);
      ct[5] = (ct[5] ?? 0) ^ 1;
      await work.put("outbox", { ...a, ct: ct.buffer });
    });
    const vault = await made.storage.unlock(made.person, PIN);
    expect(vault.unreadable()).toBe(1);
    vault.lock();
  });

  test("an outbox entry put into the quarantine does not open there", async () => {
    await made.vault.write([startVisit()]);
    made.vault.lock();
    await withWork(async (work) => {
      const [a] = await work.getAll("outbox");
      if (a) await work.put("quarantine", a);
    });
    const vault = await made.storage.unlock(made.person, PIN);
    expect(vault.quarantine()).toEqual([]);
    expect(vault.unreadable()).toBe(1);
    vault.lock();
  });
});
