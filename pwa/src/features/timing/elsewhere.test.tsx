// @vitest-environment happy-dom
/** Time that is put right is asked about once when it is another patient's too. */
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { segmentsOf } from "../../domain/segment";
import { clockSeconds } from "../../domain/time";
import { HUGO, NOON, ODESSA, openTestVault } from "../../state/for-tests";
import "../../state/screen-for-tests";
import { start, stop } from "../../state/timing";
import { rows, zone } from "../../state/vault";
import { recordOf } from "../../state/visits";
import type { Vault } from "../../storage";
import { AddStretch } from "./AddStretch";
import { Correction } from "./Correction";
import { typedTime } from "./typed-time";

const MINUTE = 60_000;
let vault: Vault;

// Once for all tests: the guard against double taps reads a clock that never goes back.
beforeAll(() => {
  vi.useFakeTimers({ toFake: ["Date", "performance"], now: NOON });
});

afterAll(() => {
  vi.useRealTimers();
});

afterEach(() => {
  cleanup();
  vault.lock();
});

/** Odessa for ten minutes, then Hugo for ten; the clock stands. Returns when Hugo's began. */
async function treated(): Promise<number> {
  vault = await openTestVault();
  vi.advanceTimersByTime(5000);
  await start(ODESSA.visit, "97112", "therapist");
  vi.advanceTimersByTime(10 * MINUTE);
  await start(HUGO.visit, "97110", "therapist");
  const began = Date.now();
  vi.advanceTimersByTime(10 * MINUTE);
  await stop("stop");
  vi.advanceTimersByTime(5 * MINUTE);
  return began;
}

const kinds = () => vault.outbox().map(({ mutation }) => mutation.kind);
const type = (label: string, at: number) =>
  fireEvent.input(screen.getByLabelText(label), { target: { value: typedTime(zone.value, at) } });
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
/** What is asked of time that is shared from an instant on. */
const asked = (from: number) => {
  const time = clockSeconds(zone.value, from);
  return new RegExp(`^${time} to .* is also your time with Odessa Sample, 97112\\. One-to-one time`);
};

test("a correction into another patient's time is asked about, then stored as it was said", async () => {
  const began = await treated();
  const all = segmentsOf(rows.value, new Set([HUGO.visit]));
  const onClose = vi.fn();
  render(<Correction segment={all[0] as (typeof all)[0]} all={all} onClose={onClose} />);

  type("Start", began - 5 * MINUTE);
  press("Forgot to start");
  press("Save correction");
  await screen.findByText(asked(began - 5 * MINUTE));
  expect(kinds()).not.toContain("segment.correct");

  type("Start", began - 6 * MINUTE);
  press("Save correction");
  await screen.findByText(asked(began - 6 * MINUTE));
  expect(kinds()).not.toContain("segment.correct");

  press("Save correction");
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(kinds()).toContain("segment.correct");
});

test("an added stretch is asked about too; one beside the other's time is not", async () => {
  const began = await treated();
  const record = recordOf(HUGO.visit);
  if (!record) throw new Error("The visit is not on this tablet.");
  const onClose = vi.fn();
  render(<AddStretch record={record} onClose={onClose} />);

  type("Start", began - 2 * MINUTE);
  type("End", began);
  press("97116");
  press("Add the stretch");
  await screen.findByText(asked(began - 2 * MINUTE));
  expect(segmentsOf(rows.value, new Set([HUGO.visit]))).toHaveLength(1);

  type("Start", began + 11 * MINUTE);
  type("End", began + 12 * MINUTE);
  press("Add the stretch");
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(screen.queryByText(asked(began - 2 * MINUTE))).toBeNull();
  expect(segmentsOf(rows.value, new Set([HUGO.visit]))).toHaveLength(2);
});
