// @vitest-environment happy-dom
import { render, screen, waitFor } from "@testing-library/preact";
import { expect, test, vi } from "vitest";
import { NOON, ODESSA } from "../../state/for-tests";
import { vaultOfEachTest } from "../../state/screen-for-tests";
import { counter } from "../../words/counter";
import CounterPage from "./CounterPage";
import type { Counting } from "./counting";

const vault = vaultOfEachTest();

const counted = () => (vault().draft(`counter:${ODESSA.visit}`) as Counting | undefined)?.facts;

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
