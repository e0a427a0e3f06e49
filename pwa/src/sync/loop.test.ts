/** The loop: when it syncs, how long it waits, and what the Sync pill is told. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeEdit, makeMutation, makeVault, PIN } from "../storage/for-tests";
import { FakeServer, html, problem } from "./fake-server";
import { backoffMs, createSync, type Surroundings, type Sync } from "./loop";
import type { SyncStatus } from "./status";

let made: Awaited<ReturnType<typeof makeVault>>;
let server: FakeServer;
let timers: { ms: number; act: () => void }[];
let syncs: Sync[];

beforeEach(async () => {
  made = await makeVault();
  server = new FakeServer();
  timers = [];
  syncs = [];
});

afterEach(() => {
  for (const sync of syncs) sync.stop();
  made.vault.lock();
});

function surroundings(): Surroundings {
  return {
    now: made.tools.now,
    random: () => 0.5,
    later: (ms, act) => {
      const timer = { ms, act };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    storage: made.storage,
  };
}

function start(vault = made.vault): Sync {
  const sync = createSync(vault, surroundings());
  syncs.push(sync);
  return sync;
}

function until(sync: Sync, condition: (status: SyncStatus) => boolean): Promise<SyncStatus> {
  if (condition(sync.status())) return Promise.resolve(sync.status());
  return new Promise((resolve) => {
    const stop = sync.subscribe((status) => {
      if (!condition(status)) return;
      stop();
      resolve(status);
    });
  });
}

/** An attempt is over: the next one is in the timer. */
const idle = ({ busy }: SyncStatus) => !busy && timers.length > 0;

test("it syncs at start and after each write", async () => {
  await made.vault.write([makeEdit("a")]);
  const sync = start();
  const saved = await until(sync, ({ kind, busy }) => kind === "saved" && !busy);
  expect(saved).toMatchObject({ only_here: 0, attention: 0, sign_in_again: false });
  expect(saved.last_saved_at).toBe(made.tools.now());
  const written = until(sync, ({ only_here, busy }) => only_here === 0 && !busy && server.ledger.size === 2);
  await made.vault.write([makeEdit("b")]);
  await written;
});

test("what it stores itself does not set it off again", async () => {
  await made.vault.write([makeEdit("a")]);
  const sync = start();
  await until(sync, ({ kind, busy }) => kind === "saved" && !busy);
  expect(server.requests.map(({ path }) => path.split("?")[0])).toEqual(["/api/sync/push", "/api/sync/pull"]);
});

test("without a network it says how much is only here, and the timer brings it over", async () => {
  server.disturb = () => new TypeError("offline");
  await made.vault.write([makeEdit("a")]);
  const sync = start();
  expect(await until(sync, ({ kind }) => kind === "offline")).toMatchObject({ only_here: 1 });
  await until(sync, idle);
  server.disturb = () => undefined;
  timers[0]?.act();
  expect(await until(sync, ({ kind, busy }) => kind === "saved" && !busy)).toMatchObject({ only_here: 0 });
});

test("a hotspot's page is offline, not saved", async () => {
  server.disturb = () => html(200);
  await made.vault.write([makeEdit("a")]);
  expect(await until(start(), ({ kind }) => kind === "offline")).toMatchObject({
    only_here: 1,
    last_saved_at: null,
  });
});

test("something refused needs attention, over everything else", async () => {
  server.judge = () => ({ verdict: "rejected", type: "/problems/visit-signed", title: "t" });
  await made.vault.write([makeEdit("a")]);
  const sync = start();
  expect(await until(sync, ({ kind }) => kind === "attention")).toMatchObject({ attention: 1, only_here: 0 });
  await until(sync, idle);
  server.disturb = () => new TypeError("offline");
  await sync.now();
  expect(sync.status().kind).toBe("attention");
});

test("the wait doubles to a minute with full jitter", () => {
  expect([1, 2, 3, 4, 5, 6, 7, 50].map((failures) => backoffMs(failures, 1))).toEqual([
    2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000,
  ]);
  expect(backoffMs(50, 0)).toBe(1000);
});

test("each failure waits longer; a success starts over", async () => {
  server.disturb = () => problem(503, "busy");
  const sync = start();
  await until(sync, idle);
  const waits: (number | undefined)[] = [];
  for (let i = 0; i < 4; i++) {
    await sync.now();
    waits.push(timers[0]?.ms);
  }
  expect(waits).toEqual([2500, 4500, 8500, 16500]);
  server.disturb = () => undefined;
  await sync.now();
  expect(timers[0]?.ms).toBe(45_000);
});

test("Retry-After is obeyed, also by writes", async () => {
  server.disturb = () => problem(429, "slow-down", { "Retry-After": "120" });
  const sync = start();
  await until(sync, idle);
  expect(timers[0]?.ms).toBe(120_000);
  const before = server.requests.length;
  await made.vault.write([makeEdit("a")]);
  expect(server.requests.length).toBe(before);
  expect(sync.status()).toMatchObject({ only_here: 1, busy: false });
});

test("401 asks for a sign-in while work goes on; after it everything goes up", async () => {
  server.disturb = () => problem(401, "sign-in");
  const sync = start();
  await until(sync, ({ sign_in_again }) => sign_in_again);
  await until(sync, idle);
  await made.vault.write([makeEdit("a")]);
  expect(sync.status()).toMatchObject({ kind: "local", only_here: 1, sign_in_again: true });
  server.disturb = () => undefined;
  await sync.now();
  expect(sync.status()).toMatchObject({ kind: "saved", sign_in_again: false });
});

test("a revoked tablet destroys its keys and hands its sealed work in", async () => {
  await made.vault.write([makeEdit("a")]);
  server.disturb = (path) => (path === "/api/sync/sealed" ? undefined : problem(403, "device-revoked"));
  const sync = start();
  await sync.now();
  expect(server.requests.at(-1)?.headers.get("X-Kinesync-Upload")).toBe("upload-token");
  expect(server.sealed).toMatchObject([
    { protocol: 1, clinician_id: made.person, rows: [{ store: "outbox", n: 1 }] },
  ]);
  expect(await made.storage.lockScreen(made.person)).toMatchObject({ shredded: true, only_here: 0 });
});

test("a revoked tablet whose upload fails keeps its sealed work", async () => {
  await made.vault.write([makeEdit("a")]);
  server.disturb = () => problem(403, "device-revoked");
  await start().now();
  expect(await made.storage.lockScreen(made.person)).toMatchObject({ shredded: true, only_here: 1 });
});

test("work of an earlier PIN is handed in sealed, and counts as only here until then", async () => {
  await made.vault.write([makeEdit("a")]);
  made.vault.lock();
  const fresh = await made.storage.enrol({
    ...made.enrolment,
    deviceId: "0190c000-0000-7000-8000-0000000000ee",
  });
  server.disturb = (path) => (path === "/api/sync/sealed" ? problem(503, "busy") : undefined);
  const sync = start(fresh);
  await until(sync, idle);
  expect(sync.status()).toMatchObject({ kind: "local", only_here: 1 });
  server.disturb = () => undefined;
  await sync.now();
  expect(sync.status()).toMatchObject({ kind: "saved", only_here: 0 });
  expect(server.sealed).toMatchObject([
    { device_id: made.enrolment.deviceId, rows: [{ store: "outbox", n: 1 }] },
  ]);
  fresh.lock();
});

test("two tabs: one syncs, the other takes over when it is closed", async () => {
  const other = await made.storage.unlock(made.person, PIN);
  const first = start();
  const second = start(other);
  await until(first, ({ last_saved_at, busy }) => last_saved_at !== null && !busy);
  const pulls = server.requests.length;
  expect(pulls).toBe(1);
  const takenOver = until(second, ({ busy }) => !busy && server.requests.length > pulls);
  first.stop();
  await takenOver;
  other.lock();
});

test("a lock ends it", async () => {
  const sync = start();
  await until(sync, idle);
  made.vault.lock();
  await sync.now();
  const before = server.requests.length;
  for (const { act } of timers) act();
  expect(server.requests.length).toBe(before);
  expect(sync.status().kind).toBe("saved");
});

describe("many small writes", () => {
  test("all arrive once, in order", async () => {
    const sync = start();
    for (let i = 0; i < 30; i++) await made.vault.write([makeMutation("measure.record", { i })]);
    await until(sync, ({ only_here, busy }) => only_here === 0 && !busy);
    expect([...server.ledger.values()].map(({ mutation }) => mutation.data.i)).toEqual(
      Array.from({ length: 30 }, (_, i) => i),
    );
  });
});
