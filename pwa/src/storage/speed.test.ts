/** What opening, a tap and a page cost, counted: calls of the cipher and transactions, never milliseconds. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Counted, count } from "./counting";
import { openBase } from "./database";
import {
  everythingStored,
  makeChange,
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
} from "./for-tests";

let made: Awaited<ReturnType<typeof makeVault>>;
let counted: Counted | null;

beforeEach(async () => {
  made = await makeVault();
  counted = null;
});

afterEach(() => {
  counted?.stop();
  made.vault.lock();
});

const sync = () => made.vault.forSync;

/** Patients with a visit each, and what was recorded in it: eight rows a visit, six of them not Today's. */
function caseload(visits: number) {
  return Array.from({ length: visits }, () => {
    const [patient_id, visit_id] = [newId(), newId()];
    const recorded = ["intervention", "response", "section", "signature", "measure", "service_day"];
    return [
      patientChange(1, patient_id),
      makeChange("visit", visit_id, 1, { patient_id, status: "open" }),
      ...recorded.map((entity) => makeChange(entity, newId(), 1, { patient_id, visit_id })),
    ];
  }).flat();
}

async function blocks(): Promise<number> {
  const base = await openBase(made.person);
  const found = await base.count("blocks");
  base.close();
  return found;
}

async function readOn(vault = made.vault): Promise<void> {
  await vault.forSync.takeBatch(0, 0); // comes after everything that was asked for before
}

test("Today opens with the same few decryptions for 20 visits as for 400, and the rest behind it", async () => {
  const before: number[] = [];
  for (const visits of [20, 400]) {
    made.vault.lock();
    made = await makeVault();
    await sync().applyPage(makePage(caseload(visits)), NOON);
    made.vault.lock();
    counted = count();
    const vault = await made.storage.unlock(made.person, PIN);
    before.push(counted.decrypted);
    expect([vault.rows().visit.size, vault.rows().signature.size]).toEqual([visits, 0]);
    expect(vault.complete()).toBe(false);
    await readOn(vault);
    expect([vault.complete(), vault.rows().signature.size]).toEqual([true, visits]);
    counted.stop();
    vault.lock();
  }
  // The data key, the outbox key, the profile, the cursor and one block of Today's rows.
  expect(before).toEqual([5, 5]);
});

test("of appointments, segments and reviews only what is new or open comes with Today", async () => {
  const at = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  const rows = [
    makeChange("appointment", newId(), 1, { starts_at: at(300) }),
    makeChange("appointment", newId(), 1, { starts_at: at(0) }),
    makeChange("segment", newId(), 1, { started_at: at(300), ended_at: at(300) }),
    makeChange("segment", newId(), 1, { started_at: at(300), ended_at: null }),
    makeChange("review", newId(), 1, { state: "accepted" }),
    makeChange("review", newId(), 1, { state: "returned" }),
    makeChange("comment", newId(), 1, { answer: null }),
    makeChange("visit", newId(), 1, { started_at: at(300) }),
  ];
  await sync().applyPage(makePage(rows), NOON);
  made.vault.lock();
  const vault = await made.storage.unlock(made.person, PIN);
  const sizes = () => {
    const { appointment, segment, review, comment, visit } = vault.rows();
    return [appointment, segment, review, comment, visit].map(({ size }) => size);
  };
  expect(sizes()).toEqual([1, 1, 1, 1, 1]);
  await readOn(vault);
  expect(sizes()).toEqual([2, 2, 2, 1, 1]);
  vault.lock();
});

test("unlocking waits for one transaction that is on disk: the try is counted while the PIN is tried", async () => {
  made.vault.lock();
  counted = count();
  await made.storage.unlock(made.person, PIN);
  expect(counted.written.slice(0, 1)).toEqual(["kinesync-work strict"]);
  expect(counted.written.length).toBeLessThanOrEqual(2); // and what forgets the try again
});

test("what the lock screen shows and the unlock that follows open the work database once", async () => {
  made.vault.lock();
  const opened: string[] = [];
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (...asked: Parameters<typeof open>) {
    opened.push(asked[0].split("-").slice(0, 2).join("-"));
    return open.apply(this, asked);
  };
  try {
    await made.storage.lockScreen(made.person);
    (await made.storage.unlock(made.person, PIN)).lock();
  } finally {
    IDBFactory.prototype.open = open;
  }
  expect(opened).toEqual(["kinesync-work", "kinesync-base"]);
});

test("a tap is one transaction, and one encryption a mutation", async () => {
  await sync().applyPage(makePage(caseload(50)), NOON);
  counted = count();
  const taps = [makeMutation("segment.stop", {}), makeMutation("segment.start", { code: "97112" })];
  await made.vault.write(taps, { running: makeRunning() });
  expect([counted.encrypted, counted.decrypted, counted.written]).toEqual([2, 0, ["kinesync-work strict"]]);
});

test("a tap makes anew only the tables that it touches", async () => {
  await sync().applyPage(makePage(caseload(5)), NOON);
  const before = made.vault.rows();
  await made.vault.write([makeMutation("segment.start", { visit_id: newId(), code: "97112" })]);
  const after = made.vault.rows();
  const changed = Object.keys(after).filter(
    (name) => after[name as keyof typeof after] !== before[name as keyof typeof before],
  );
  expect(changed).toEqual(["segment"]);
});

test("a page of a long pull is one transaction and three encryptions, however many rows it has", async () => {
  await readOn();
  counted = count();
  await sync().applyPage(makePage(caseload(60), { has_more: true }), NOON);
  await sync().applyPage(makePage(caseload(60), { has_more: true }), NOON);
  expect(counted.written).toEqual(["kinesync-base relaxed", "kinesync-base relaxed"]);
  expect(counted.encrypted).toBe(6); // Today's rows, the others, and the cursor of each
});

test("the last page is on disk before it is called done", async () => {
  counted = count();
  await sync().applyPage(makePage([patientChange()]), NOON);
  expect(counted.written).toContain("kinesync-base strict");
});

test("while pages come the screens are told of the first and not of each", async () => {
  let told = 0;
  await readOn();
  made.vault.subscribe(() => {
    told += 1;
  });
  for (let i = 0; i < 10; i++) await sync().applyPage(makePage(caseload(1), { has_more: true }), NOON);
  expect(told).toBe(1);
  made.tools.pass(2000);
  await sync().applyPage(makePage(caseload(1), { has_more: true }), NOON);
  expect(told).toBe(2);
  await sync().applyPage(makePage(caseload(1)), NOON);
  expect(told).toBeGreaterThan(2);
  expect(made.vault.rows().patient.size).toBe(12);
});

test("a day of small pages leaves few blocks, and each row is written a few times only", async () => {
  counted = count();
  for (let i = 0; i < 150; i++) await sync().applyPage(makePage([patientChange(1, newId())]), NOON);
  const written = counted.encrypted;
  counted.stop();
  expect(await blocks()).toBeLessThanOrEqual(8);
  expect(written).toBe(300); // a block and the cursor for each page
  made.vault.lock();
  const vault = await made.storage.unlock(made.person, PIN);
  expect(vault.rows().patient.size).toBe(150);
  vault.lock();
});

test("of a patient who left no copy stays, also not the older ones", async () => {
  await sync().applyPage(makePage([patientChange(1), ...caseload(3)], { has_more: true }), NOON);
  await sync().applyPage(makePage([patientChange(2), ...caseload(3)], { has_more: true }), NOON);
  await sync().applyPage(makePage([], { removed: [PATIENT] }), NOON);
  made.vault.lock();
  counted = count();
  const inside: string[] = [];
  const { parse } = JSON;
  JSON.parse = (text: string) => {
    inside.push(text);
    return parse(text) as unknown;
  };
  try {
    await readOn(await made.storage.unlock(made.person, PIN));
  } finally {
    JSON.parse = parse;
  }
  expect(inside.some((text) => text.includes('"patient"'))).toBe(true);
  expect(inside.filter((text) => text.includes(PATIENT))).toEqual([]);
  expect(await everythingStored()).not.toContain(PATIENT);
});

test("when the key worker fails no try is lost", async () => {
  made.vault.lock();
  const { derive } = made.tools;
  made.tools.derive = () => Promise.reject(new Error("no worker"));
  for (let i = 0; i < 12; i++) await made.storage.unlock(made.person, PIN).catch(() => {});
  made.tools.derive = derive;
  expect(await made.storage.lockScreen(made.person)).toMatchObject({ tries_left: 10, wait_seconds: 0 });
  (await made.storage.unlock(made.person, PIN)).lock();
});

test("rows that could not be read behind Today are read before a page is judged by them", async () => {
  const [gone] = caseload(1);
  const patient_id = gone?.id ?? "";
  const note = makeChange("signature", newId(), 1, { patient_id });
  await sync().applyPage(makePage([...(gone ? [gone] : []), note, ...caseload(3)]), NOON);
  made.vault.lock();
  const { getAllKeys } = IDBObjectStore.prototype;
  let asked = 0;
  IDBObjectStore.prototype.getAllKeys = function (...given: Parameters<typeof getAllKeys>) {
    asked += 1;
    if (asked === 2) throw new DOMException("no", "UnknownError");
    return getAllKeys.apply(this, given);
  };
  const vault = await made.storage.unlock(made.person, PIN);
  await vault.forSync.takeBatch(0, 0);
  IDBObjectStore.prototype.getAllKeys = getAllKeys;
  expect(vault.complete()).toBe(false);
  await vault.forSync.applyPage(makePage([], { removed: [patient_id] }), NOON);
  expect([vault.complete(), vault.rows().signature.size]).toEqual([true, 3]);
  vault.lock();
  const again = await made.storage.unlock(made.person, PIN);
  await readOn(again);
  expect([again.rows().patient.size, again.rows().signature.size]).toEqual([3, 3]);
  again.lock();
});

test("work goes on while the other rows are still being opened, and after them", async () => {
  await sync().applyPage(makePage(caseload(30)), NOON);
  made.vault.lock();
  const vault = await made.storage.unlock(made.person, PIN);
  await vault.write([makeEdit("written at once")]);
  expect(vault.complete()).toBe(true);
  expect(vault.outbox()).toHaveLength(1);
  vault.lock();
});
