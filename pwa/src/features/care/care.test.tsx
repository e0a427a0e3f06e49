// @vitest-environment happy-dom
import { fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { expect, test } from "vitest";
import { ODESSA } from "../../state/for-tests";
import { vaultOfEachTest } from "../../state/screen-for-tests";
import { recordOf } from "../../state/visits";
import { OtherCare } from "./OtherCare";

const vault = vaultOfEachTest();

function Shown() {
  const record = recordOf(ODESSA.visit);
  return record && <OtherCare record={record} />;
}

const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const last = () => vault().outbox().at(-1)?.mutation;

test("a chiropractor's adjustment is recorded with its regions, listed, and can be removed", async () => {
  render(<Shown />);
  press("Add other care");
  press("98941 spine, 3 to 4 regions");
  press("Lumbar spine");
  press("Save other care");

  await waitFor(() => expect(last()?.kind).toBe("procedure.record"));
  expect(last()?.data).toMatchObject({ visit_id: ODESSA.visit, code: "98941", regions: ["lumbar spine"] });
  const region = screen.getByRole("region", { name: "Other care of the day" });
  await waitFor(() => expect(region.textContent).toContain("98941 Lumbar spine · only on this tablet"));

  press("Remove 98941");
  await waitFor(() => expect(last()?.kind).toBe("procedure.remove"));
  await waitFor(() => expect(region.textContent).not.toContain("98941"));
});

test("a code that cannot be one is not recorded", async () => {
  render(<Shown />);
  press("Add other care");
  fireEvent.input(screen.getByLabelText("Another code"), { target: { value: "98" } });
  press("Save other care");
  expect((await screen.findByRole("alert")).textContent).toContain("five characters");
  expect(vault().outbox()).toEqual([]);
});
