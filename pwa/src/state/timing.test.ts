// @vitest-environment happy-dom
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { minutesPerCode } from "../domain/minutes";
import { pauseReason, segmentsOf } from "../domain/segment";
import type { Vault } from "../storage";
import { failCommit } from "../storage/for-tests";
import { HUGO, NOON, ODESSA, openTestVault } from "./for-tests";
import {
  correct,
  reconstruct,
  runningHere,
  sayPause,
  start,
  stop,
  stoppedElsewhere,
  timingFault,
  undo,
  undoable,
} from "./timing";
import { rows, running } from "./vault";

let vault: Vault;

// Once for all tests: the guard against double taps reads a clock that never goes back.
beforeAll(() => {
  vi.useFakeTimers({ toFake: ["Date", "performance"], now: NOON });
});

afterAll(() => {
  vi.useRealTimers();
});

beforeEach(async () => {
  vault = await openTestVault();
  pass(5000);
});

afterEach(() => {
  vault.lock();
});

function pass(ms: number): void {
  vi.advanceTimersByTime(ms);
}

const kinds = () => vault.outbox().map(({ mutation }) => mutation.kind);
const counted = (visit: string) => segmentsOf(rows.value, new Set([visit]));

test("the first start of a planned visit also begins the visit, in one write", async () => {
  await start(ODESSA.visit, "97112", "therapist");

  expect(kinds()).toEqual(["visit.start", "segment.start"]);
  const [begins, starts] = vault.outbox();
  expect(starts?.mutation.depends_on).toEqual([begins?.mutation.id]);
  expect(running.value?.segment_id).toBe(starts?.mutation.entity);
  expect(rows.value.visit.get(ODESSA.visit)?.status).toBe("open");
});

test("a second tap within a second does nothing", async () => {
  await start(ODESSA.visit, "97112", "therapist");
  await start(ODESSA.visit, "97112", "therapist");
  expect(kinds()).toEqual(["visit.start", "segment.start"]);

  pass(1001);
  await start(ODESSA.visit, "97110", "therapist");
  expect(kinds().slice(2)).toEqual(["segment.stop", "segment.start"]);
});

test("a start that cannot be stored changes nothing and says why", async () => {
  const before = undoable.value;
  const fault = failCommit(1, "QuotaExceededError");
  await start(ODESSA.visit, "97112", "therapist");
  fault.stop();

  expect(timingFault.value?.kind).toBe("quota");
  expect(kinds()).toEqual([]);
  expect(running.value).toBeNull();
  expect(undoable.value).toBe(before);
});

test("a switch ends one segment where the next begins", async () => {
  await start(ODESSA.visit, "97112", "therapist");
  pass(60_000);
  await start(ODESSA.visit, "97110", "assistant");

  const [first, second] = counted(ODESSA.visit);
  expect(first?.ended_because).toBe("switch");
  expect(first?.ended_at).toBe(second?.started_at);
  expect([second?.code, second?.performer, second?.ended_at]).toEqual(["97110", "assistant", null]);
});

test("starting at another patient stops the first one's code and names it", async () => {
  await start(ODESSA.visit, "97112", "therapist");
  pass(60_000);
  await start(HUGO.visit, "97110", "therapist");

  expect(counted(ODESSA.visit)[0]?.ended_at).not.toBeNull();
  expect(stoppedElsewhere.value).toMatchObject({
    visitId: ODESSA.visit,
    patient: "Odessa Sample",
    code: "97112",
    shownAt: HUGO.visit,
  });
});

test("a pause ends the segment as a pause, and nothing runs", async () => {
  await start(ODESSA.visit, "97112", "therapist");
  pass(60_000);
  await stop("pause");

  expect(counted(ODESSA.visit)[0]?.ended_because).toBe("pause");
  expect(running.value).toBeNull();
});

test("undo of a start strikes it out and keeps what was recorded", async () => {
  await start(ODESSA.visit, "97110", "therapist");
  pass(2000);
  await undo();

  expect(counted(ODESSA.visit)).toEqual([]);
  expect(rows.value.segment.size).toBe(1);
  expect([...rows.value.correction.values()][0]?.remove).toBe(true);
  expect(running.value).toBeNull();
});

test("undo of a switch lets the first code go on from where it was", async () => {
  await start(ODESSA.visit, "97112", "therapist");
  pass(60_000);
  await start(ODESSA.visit, "97110", "therapist");
  pass(3000);
  await undo();

  const [first, again] = counted(ODESSA.visit);
  expect(again).toMatchObject({ code: "97112", started_at: first?.ended_at, ended_at: null });
  expect(runningHere()?.id).toBe(again?.id);
});

test("undo of a stop leaves no gap", async () => {
  await start(ODESSA.visit, "97112", "therapist");
  pass(60_000);
  await stop("stop");
  pass(4000);
  await undo();

  const [first, again] = counted(ODESSA.visit);
  expect(again?.started_at).toBe(first?.ended_at);
  expect(again?.provenance).toBe("corrected");
});

test("a correction stands beside what was recorded", async () => {
  await start(ODESSA.visit, "97112", "therapist");
  pass(600_000);
  await stop("stop");
  const [segment] = counted(ODESSA.visit);
  if (!segment) throw new Error("no segment");
  const earlier = new Date(Date.parse(segment.started_at) - 120_000).toISOString();
  await correct(segment, { started_at: earlier, reason: "forgot-to-start" });

  const [effective] = counted(ODESSA.visit);
  expect(effective?.started_at).toBe(earlier);
  expect(effective?.recorded.started_at).toBe(segment.started_at);
  expect(effective?.provenance).toBe("corrected");
});

test("an end typed for a running code stops it as well", async () => {
  await start(ODESSA.visit, "97112", "therapist");
  pass(600_000);
  const [segment] = counted(ODESSA.visit);
  if (!segment) throw new Error("no segment");
  const end = new Date(Date.now() - 60_000).toISOString();
  await correct(segment, { ended_at: end, reason: "forgot-to-stop" });

  expect(running.value).toBeNull();
  expect(counted(ODESSA.visit)[0]?.ended_at).toBe(end);
});

test("the reason of a pause is said after it, and its time stays a timed one", async () => {
  await start(ODESSA.visit, "97112", "therapist");
  pass(60_000);
  await stop("pause");
  const [segment] = counted(ODESSA.visit);
  if (!segment) throw new Error("no segment");
  expect(pauseReason(rows.value, segment)).toBeNull();
  await sayPause(segment.recorded, "toilet");
  pass(1000);
  await sayPause(segment.recorded, "vitals");

  const [paused] = counted(ODESSA.visit);
  expect(pauseReason(rows.value, segment)).toBe("vitals");
  expect([paused?.provenance, paused?.ended_at]).toEqual(["timed", segment.ended_at]);
  const stops = vault.outbox().find(({ mutation }) => mutation.kind === "segment.stop");
  expect(vault.outbox().at(-1)?.mutation.depends_on).toContain(stops?.mutation.id);
});

test("a stretch that nobody timed is reconstructed, and says so", async () => {
  const to = Date.now() - 60_000;
  await reconstruct(ODESSA.visit, "97116", "assistant", { from: to - 480_000, to });

  expect(kinds()).toEqual(["visit.start", "segment.start", "segment.stop"]);
  expect(counted(ODESSA.visit)[0]).toMatchObject({
    code: "97116",
    performer: "assistant",
    provenance: "reconstructed",
    end_provenance: "reconstructed",
    monotonic_ms: null,
  });
  expect(running.value).toBeNull();
});

test("handing over ends one's time where the other's begins, and can be undone", async () => {
  await start(ODESSA.visit, "97112", "therapist");
  pass(480_000);
  await start(ODESSA.visit, "97112", "assistant");
  pass(420_000);

  const [mine, theirs] = counted(ODESSA.visit);
  expect(theirs).toMatchObject({ code: "97112", performer: "assistant", started_at: mine?.ended_at });
  const [tally] = minutesPerCode(counted(ODESSA.visit), Date.now());
  expect([tally?.seconds, tally?.assistant_seconds]).toEqual([900, 420]);

  await start(ODESSA.visit, "97112", "together");
  const handedAt = Date.now();
  pass(3000);
  await undo();
  expect(counted(ODESSA.visit).at(-1)).toMatchObject({
    performer: "assistant",
    started_at: new Date(handedAt).toISOString(),
    ended_at: null,
  });
});
