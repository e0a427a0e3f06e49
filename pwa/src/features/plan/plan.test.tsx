// @vitest-environment happy-dom
import { fireEvent, render, screen, waitFor, within } from "@testing-library/preact";
import { expect, test } from "vitest";
import { ODESSA } from "../../state/for-tests";
import { vaultOfEachTest } from "../../state/screen-for-tests";
import { rows } from "../../state/vault";
import { Goals } from "./Goals";
import { WhatToMind } from "./WhatToMind";

const vault = vaultOfEachTest();

function ShownGoals() {
  const episode = rows.value.episode.get(ODESSA.episode);
  return episode && <Goals episode={episode} />;
}

function ShownMind() {
  const patient = rows.value.patient.get(ODESSA.patient);
  return patient && <WhatToMind patient={patient} />;
}

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const type = (label: string, value: string) =>
  fireEvent.input(screen.getByLabelText(label), { target: { value } });
const last = () => vault().outbox().at(-1)?.mutation;

test("a goal is set with its measure and target, numbered after the last one, and shown at once", async () => {
  render(<ShownGoals />);
  press("Set a goal");
  type("What the patient is to be able to do", "Cross the room without a cane");
  press("Berg Balance Scale");
  type("Target, points", "45");
  press("Set this goal");

  await waitFor(() => expect(last()?.kind).toBe("goal.set"));
  expect(last()?.data).toMatchObject({
    episode_id: ODESSA.episode,
    number: 2,
    measure: "berg",
    target: "45 points",
  });
  const region = screen.getByRole("region", { name: "Goals" });
  await waitFor(() => expect(region.textContent).toContain("Goal 2: Cross the room without a cane"));
  expect(region.textContent).toContain("only on this tablet");
});

test("a goal that says nothing, or whose target is no number of its measure, is not set", async () => {
  render(<ShownGoals />);
  press("Set a goal");
  press("Set this goal");
  expect((await screen.findByRole("alert")).textContent).toContain("Write what the patient");
  type("What the patient is to be able to do", "Stand");
  press("Berg Balance Scale");
  type("Target, points", "better");
  press("Set this goal");
  expect((await screen.findByRole("alert")).textContent).toContain("A number is needed");
  expect(vault().outbox()).toEqual([]);
});

test("a goal is reached, pursued again, and given up with a reason", async () => {
  render(<ShownGoals />);
  press("Reached Goal 1");
  await waitFor(() => expect(last()?.data).toMatchObject({ outcome: "met", reason: null }));
  await screen.findByText(/^Reached /, { selector: ".tag" });
  press("Pursue again Goal 1");
  await waitFor(() => expect(last()?.kind).toBe("goal.reopen"));
  await waitFor(() => press("No longer pursued Goal 1"));
  press("Close this goal");
  expect((await screen.findByRole("alert")).textContent).toContain("Choose or write why");
  press("Plateau");
  press("Close this goal");
  await waitFor(() => expect(last()?.data).toMatchObject({ outcome: "ended", reason: "Plateau" }));
  await waitFor(() => expect(screen.getByRole("region").textContent).toContain("Plateau"));
});

test("a precaution is added, one taken away and a limit changed, told as what changed", async () => {
  render(<ShownMind />);
  press("Change What to mind");
  press("Seizure risk");
  press("Take away “Fall risk”");
  type("Another precaution", "Oxygen at 2 l");
  const limits = screen.getByRole("group", { name: "Limits of this patient" });
  fireEvent.input(within(limits).getByLabelText("Systolic under"), { target: { value: "150" } });
  press("Save");

  await waitFor(() => expect(last()?.kind).toBe("precautions.change"));
  expect(last()?.entity).toBe(ODESSA.patient);
  expect(last()?.data).toEqual({
    added: ["Seizure risk", "Oxygen at 2 l"],
    removed: ["Fall risk"],
    limits: [{ name: "systolic_max", seen: 160, bound: 150 }],
  });
  const region = screen.getByRole("region", { name: "What to mind" });
  await waitFor(() =>
    expect(region.textContent).toContain("Seizure risk · Oxygen at 2 l · Systolic under 150"),
  );
});

test("an impossible limit is refused in words, and nothing is stored", async () => {
  render(<ShownMind />);
  press("Change What to mind");
  fireEvent.input(screen.getByLabelText("SpO₂ over"), { target: { value: "140" } });
  press("Save");

  expect((await screen.findByRole("alert")).textContent).toContain("Cannot be: SpO₂ over");
  expect(vault().outbox()).toEqual([]);
});

test("saving without a change sends nothing", async () => {
  render(<ShownMind />);
  press("Change What to mind");
  press("Save");

  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(vault().outbox()).toEqual([]);
});
