// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NOON, ODESSA, openTestVault } from "../../state/for-tests";
import type { Vault } from "../../storage";
import { counter } from "../../words/counter";
import CounterPage from "./CounterPage";
import type { Counting } from "./counting";

let vault: Vault;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOON });
  vault = await openTestVault();
});

afterEach(() => {
  cleanup();
  vault.lock();
  vi.useRealTimers();
});

const counted = () => (vault.draft(`counter:${ODESSA.visit}`) as unknown as Counting | undefined)?.facts;

test("a tap while the tap before it is being stored is counted beside it", async () => {
  render(<CounterPage visitId={ODESSA.visit} />);
  const area = screen.getByLabelText(counter.tap.rep);
  area.click();
  vi.setSystemTime(NOON + 400);
  area.click();
  await waitFor(() => expect(counted()).toHaveLength(2));

  vi.setSystemTime(NOON + 800);
  area.click();
  screen.getByText(counter.undo).click();
  await waitFor(() => expect(counted()).toHaveLength(2));
  expect(counted()?.map(({ at }) => at)).toEqual([NOON, NOON + 400]);
});
