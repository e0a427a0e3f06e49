// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor, within } from "@testing-library/preact";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { now } from "../../state/clock";
import { HUGO, NOON, ODESSA, openTestVault } from "../../state/for-tests";
import "../../state/screen-for-tests";
import type { Vault } from "../../storage";
import CapturePage from "../capture/CapturePage";
import TodayPage from "../today/TodayPage";
import VisitPage from "./VisitPage";

let vault: Vault;

// Once for all tests: the guard against double taps reads a clock that never goes back.
beforeAll(() => {
  vi.useFakeTimers({ toFake: ["Date", "performance"], now: NOON });
  now.value = NOON; // it was read before the clock was the test's
});

afterAll(() => {
  vi.useRealTimers();
});

beforeEach(async () => {
  vault = await openTestVault();
  pass(5000);
});

afterEach(() => {
  cleanup();
  vault.lock();
});

function pass(ms: number): void {
  vi.advanceTimersByTime(ms);
}

const button = (name: string) => screen.getByRole("button", { name });
const last = () => vault.outbox().at(-1)?.mutation;

test("Today has one link a visit, which begins with the patient's name", () => {
  render(<TodayPage />);
  expect(screen.getByRole("heading", { name: "Today" })).toBeTruthy();
  expect(screen.getAllByRole("link", { name: /^Odessa Sample/ })).toHaveLength(1);
  expect(screen.getAllByRole("link", { name: /^Hugo Pretend/ })).toHaveLength(1);
  expect(button("New visit")).toBeTruthy();
});

test("a visit that nobody began shows what is planned and writes nothing", () => {
  render(<VisitPage visitId={ODESSA.visit} />);
  expect(screen.getByRole("heading", { level: 1, name: "Odessa Sample" })).toBeTruthy();
  expect(screen.getByText(/Born 14 Mar 1954/)).toBeTruthy();
  expect(screen.getByRole("region", { name: "Precautions" }).textContent).toContain("Fall risk");
  for (const code of ["97112", "97110", "97530", "97116", "97140", "97535"]) {
    expect(button(`Start ${code}`)).toBeTruthy();
  }
  for (const code of ["97150", "97161", "97162", "97163", "97164"])
    expect(button(`Add ${code}`)).toBeTruthy();
  expect(vault.outbox()).toEqual([]);
});

test("a running code can be stopped and paused, the others read Switch to", async () => {
  render(<VisitPage visitId={ODESSA.visit} />);
  button("Start 97112").click();
  await waitFor(() => button("Stop 97112"));
  await waitFor(() => button("Undo")); // offered once the tap is stored: a moment after it is shown

  expect(button("Pause")).toBeTruthy();
  expect(button("Switch to 97110")).toBeTruthy();
  expect(screen.getByRole("timer").textContent).toBe("00:00");
  const group = screen.getByRole("group", { name: "Who is treating" });
  expect(
    within(group)
      .getAllByRole("button")
      .map((one) => one.textContent),
  ).toEqual(["Therapist", "Assistant", "Together"]);

  pass(2000);
  button("Pause").click();
  await waitFor(() => button("Resume"));
});

test("a hand-over to the assistant is one tap and a new segment of the same code", async () => {
  render(<VisitPage visitId={ODESSA.visit} />);
  button("Start 97112").click();
  await waitFor(() => button("Stop 97112"));
  pass(60_000);
  button("Assistant").click();

  await waitFor(() => expect(last()?.data.performer).toBe("assistant"));
  expect([last()?.kind, last()?.data.code]).toEqual(["segment.start", "97112"]);
});

test("a start at another patient shows which code it stopped, and the way back", async () => {
  const first = render(<VisitPage visitId={ODESSA.visit} />);
  button("Start 97112").click();
  await waitFor(() => button("Stop 97112"));
  first.unmount();
  pass(60_000);
  render(<VisitPage visitId={HUGO.visit} />);
  button("Start 97110").click();

  const notice = await screen.findByText(/97112 .* for Odessa Sample was stopped/);
  expect(notice).toBeTruthy();
  expect(screen.getByRole("link", { name: "Return" }).getAttribute("href")).toBe(`/visit/${ODESSA.visit}`);
});

test("what an auditor would look for stands under Before signing", async () => {
  render(<VisitPage visitId={ODESSA.visit} />);
  const region = screen.getByRole("region", { name: "Before signing" });
  expect(region.textContent).toContain("Required");
  expect(region.textContent).toContain("Advised");
  expect(screen.getByRole("region", { name: "Billing" }).textContent).toContain("Preview");
});

test("an intervention is saved with what there is, and the plan's frequency stands there already", async () => {
  render(<CapturePage visitId={ODESSA.visit} interventionId="" query={new URLSearchParams("code=97112")} />);
  within(screen.getByRole("group", { name: "Technique" }))
    .getByRole("button", { name: "PNF" })
    .click();
  const region = screen.getByRole("group", { name: "Region" });
  const limb = within(region).getAllByRole("button", { name: "left lower extremity" })[0];
  limb?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  await waitFor(() => expect(region.textContent).toContain("Left lower extremity"));
  expect(screen.getByLabelText<HTMLInputElement>("Frequency").value).toBe("2 a week");
  expect(screen.getByLabelText<HTMLInputElement>("Duration").value).toBe("6 weeks");
  button("Save intervention").click();

  await waitFor(() => expect(last()?.kind).toBe("intervention.record"));
  expect(last()?.data).toMatchObject({
    code: "97112",
    technique: "PNF",
    activity_id: "pnf",
    regions: ["left lower extremity"],
    frequency: "2 a week",
    dose: {},
  });
  expect(vault.hasDrafts()).toBe(false);
});

test("what was typed into a section is kept at once and becomes a mutation when the field is left", async () => {
  render(<VisitPage visitId={ODESSA.visit} />);
  const field = screen.getByLabelText<HTMLTextAreaElement>("Plan");
  field.focus();
  field.value = "Stand without a hand";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.blur();

  await waitFor(() => expect(last()?.kind).toBe("section.edit"));
  expect(last()?.data).toMatchObject({ section: "plan", text: "Stand without a hand" });
  expect(vault.hasDrafts()).toBe(false);
});

test("what was typed is kept as an own phrase, and a tap puts it in again", async () => {
  const first = render(<VisitPage visitId={ODESSA.visit} />);
  const field = () => screen.getByLabelText<HTMLTextAreaElement>("Assessment");
  field().value = "Steadier than last time.";
  field().dispatchEvent(new Event("input", { bubbles: true }));
  (await screen.findByRole("button", { name: "Keep as a phrase" })).click();
  await screen.findByRole("button", { name: "Steadier than last time." });
  first.unmount();

  render(<VisitPage visitId={HUGO.visit} />);
  button("Steadier than last time.").click();
  await waitFor(() => expect(field().value).toBe("Steadier than last time."));
});
