// @vitest-environment happy-dom
/** A clock that ran for eight hours over twenty sleeps, kills and reloads shows the time that passed. */
import { afterEach, expect, test, vi } from "vitest";
import { minutesPerCode } from "../domain/minutes";
import { runningSegment, segmentsOf } from "../domain/segment";
import { PIN } from "../storage/for-tests";
import { createStorage } from "../storage/storage";
import { NOON, ODESSA, openTestStorage } from "./for-tests";
import { runningHere, start, stop } from "./timing";
import { me, rows, showVault } from "./vault";

afterEach(() => {
  vi.useRealTimers();
});

const EIGHT_HOURS_MS = 8 * 3_600_000;
const TIMES = 20;

test("after eight hours with twenty sleeps, kills and reloads the clock is right to the second", async () => {
  vi.useFakeTimers({ toFake: ["Date", "performance"], now: NOON });
  const { tools, person, vault: first } = await openTestStorage();
  let vault = first;
  await start(ODESSA.visit, "97112", "therapist");

  for (let i = 1; i <= TIMES; i++) {
    vi.advanceTimersByTime(EIGHT_HOURS_MS / TIMES);
    tools.set(Date.now());
    if (i % 3 === 0) continue; // it slept: nothing ran, nothing was written
    if (i % 3 === 1) vault.lock(); // a reload locks; a kill does not even do that
    vault = await createStorage(tools).unlock(person, PIN);
    showVault(vault, () => {});
    const segment = runningSegment(rows.value, me.value.clinician_id);
    const shown = (Date.now() - Date.parse(segment?.started_at ?? "")) / 1000;
    expect(Math.abs(shown - (Date.now() - NOON) / 1000)).toBeLessThanOrEqual(1);
    expect(vault.running()?.started_at).toBe(segment?.started_at);
  }
  await stop("stop");

  expect(runningHere()).toBeNull();
  const [tally] = minutesPerCode(segmentsOf(rows.value, new Set([ODESSA.visit])), Date.now());
  expect(Math.abs((tally?.seconds ?? 0) - EIGHT_HOURS_MS / 1000)).toBeLessThanOrEqual(1);
  vault.lock();
});
