/** A long pull: how many requests and writes it takes, what is asked for when, and what is told of it. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Position } from "../storage/api";
import { type Counted, count } from "../storage/counting";
import { makeChange, makeVault, NOON, newId } from "../storage/for-tests";
import { FakeServer, problem } from "./fake-server";
import { pullAll } from "./pull";

const PATIENTS = 50;
let made: Awaited<ReturnType<typeof makeVault>>;
let server: FakeServer;
let counted: Counted;

beforeEach(async () => {
  made = await makeVault();
  server = new FakeServer();
  server.pageSize = 10;
  server.caseload = PATIENTS;
  for (let i = 0; i < PATIENTS; i++) {
    const id = newId();
    server.put("patient", id, 1, makeChange("patient", id, 1, { family_name: `P${i}` }).data);
  }
  counted = count();
});

afterEach(() => {
  counted.stop();
  made.vault.lock();
});

const pulls = () => server.requests.map(({ path }) => new URL(path, "http://localhost").searchParams);

test("five pages are five requests and five transactions; the lease is renewed with the first and the last", async () => {
  await pullAll(made.vault, () => NOON);
  expect(pulls()).toHaveLength(5);
  expect(counted.written.filter((one) => one.startsWith("kinesync-base"))).toEqual([
    ...Array.from({ length: 4 }, () => "kinesync-base relaxed"),
    "kinesync-base strict",
  ]);
  // The lease twice, the epoch, and the count of pulls.
  expect(counted.written.filter((one) => one.startsWith("kinesync-work"))).toHaveLength(4);
  expect(made.vault.rows().patient.size).toBe(PATIENTS);
});

test("it asks for as many rows as the server gives at once", async () => {
  await pullAll(made.vault, () => NOON);
  expect(pulls().map((one) => one.get("limit"))).toEqual(Array.from({ length: 5 }, () => "1000"));
});

test("the next page is asked for before the one that came is stored", async () => {
  const stored: number[] = [];
  server.disturb = () => {
    stored.push(made.vault.rows().patient.size);
    return undefined;
  };
  await pullAll(made.vault, () => NOON);
  expect(stored).toEqual([0, 0, 10, 20, 30]);
});

test("it tells how far it is after each page but the last, and then that it is over", async () => {
  const told: (Position | null)[] = [];
  await pullAll(
    made.vault,
    () => NOON,
    (position) => told.push(position),
  );
  expect(told.map((one) => one && [one.caseload, one.seq, one.newest])).toEqual([
    [50, 10, 50],
    [50, 20, 50],
    [50, 30, 50],
    [50, 40, 50],
    null,
  ]);
});

test("when a page fails what is stored stays, and the next pull goes on from there", async () => {
  let asked = 0;
  server.disturb = () => {
    asked += 1;
    return asked === 4 ? problem(503, "busy") : undefined;
  };
  const told: (Position | null)[] = [];
  await expect(
    pullAll(
      made.vault,
      () => NOON,
      (position) => told.push(position),
    ),
  ).rejects.toThrow();
  expect([told.at(-1), made.vault.rows().patient.size]).toEqual([null, 30]);
  server.requests = [];
  await pullAll(made.vault, () => NOON);
  expect(pulls()).toHaveLength(2);
  expect(made.vault.rows().patient.size).toBe(PATIENTS);
});

test("a cursor that the server does not know in the middle starts over, and loses nothing", async () => {
  let asked = 0;
  server.disturb = () => {
    asked += 1;
    return asked === 3 ? problem(400, "foreign-cursor") : undefined;
  };
  await pullAll(made.vault, () => NOON);
  expect(pulls().filter((one) => !one.has("cursor"))).toHaveLength(2);
  expect(made.vault.rows().patient.size).toBe(PATIENTS);
});
