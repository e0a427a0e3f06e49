// @vitest-environment happy-dom
import { render, screen, waitFor } from "@testing-library/preact";
import { expect, test, vi } from "vitest";
import { measureOf } from "../../domain/measures";
import { NOON, ODESSA } from "../../state/for-tests";
import { vaultOfEachTest } from "../../state/screen-for-tests";
import { EMPTY, wrongWith } from "./form";
import MeasuresPage from "./MeasuresPage";
import { secondsText } from "./Stopwatch";

const vault = vaultOfEachTest();

// By their words: asking for roles reads the styles of the whole page at each look.
const press = async (words: string) => (await screen.findByText(words)).click();
const page = () => render(<MeasuresPage visitId={ODESSA.visit} query={new URLSearchParams()} />);

test("a trial is the time between two instants, also when the page was loaded anew in between", async () => {
  const first = page();
  await press("Single leg");
  await press("Left");
  await press("Start trial 1");
  await waitFor(() => expect(vault().hasDrafts()).toBe(true));
  first.unmount();
  vi.setSystemTime(NOON + 7340);
  page();
  await press("Single leg");
  await press("Stop trial 1");
  await press("Save measure");

  await waitFor(() => expect(vault().outbox().at(-1)?.mutation.kind).toBe("measure.record"));
  expect(vault().outbox().at(-1)?.mutation.data).toMatchObject({
    measure: "single-leg-stance",
    value: 7340,
    unit: "ms",
    side: "left",
    trials: [7340],
  });
});

test("a score above the maximum is refused where it is typed and not stored", async () => {
  page();
  await press("Berg");
  const field = (await screen.findByLabelText(/Score/)) as HTMLInputElement;
  field.value = "57";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  expect(await screen.findAllByText("The highest possible is 56 points.")).toBeTruthy();
  await press("Save measure");
  expect(vault().outbox()).toEqual([]);
});

test("conditions that belong together are all taken, stages end at the first that was not held", () => {
  const wrong = (id: string, trials: number[]) => {
    const measure = measureOf(id);
    return measure && wrongWith(measure, { ...EMPTY, trials });
  };
  expect(wrong("mctsib", [30_000, 22_400])).toBe("Take all 4 conditions first.");
  expect(wrong("mctsib", [30_000, 22_400, 9000, 4000])).toBeNull();
  expect(wrong("four-stage-balance", [10_000])).toBe("Take all 4 conditions first.");
  expect(wrong("four-stage-balance", [10_000, 4000])).toBeNull();
});

test.each([
  [7340, "7.3"],
  [62_430, "1:02.4"],
])("%s ms read %s", (ms, text) => {
  expect(secondsText(ms)).toBe(text);
});
