// @vitest-environment happy-dom
import { fireEvent, render, screen, waitFor, within } from "@testing-library/preact";
import { expect, test } from "vitest";
import type { BillingResult, ServiceDayRow } from "../../domain/types";
import { ODESSA } from "../../state/for-tests";
import { vaultOfEachTest } from "../../state/screen-for-tests";
import { ClinicianWords } from "./ClinicianWords";

const vault = vaultOfEachTest();

const EDIT =
  "NCCI edit 97150 (column 1) with 97112 (column 2), indicator 1, More extensive procedure. Nobody attested.";
const KX = "$2,470.00 used before and $40.00 of this day exceed the $2,480.00 of 2026.";

function show(over: Partial<BillingResult>): void {
  const result: BillingResult = {
    timed_minutes: 30,
    treatment_minutes: 30,
    timed_units: 2,
    units: 2,
    lines: [],
    unbilled: [],
    choices: [],
    findings: [],
    ...over,
  };
  const day: ServiceDayRow = {
    id: "0190c000-0000-7000-8000-000000000700",
    version: 1,
    patient_id: ODESSA.patient,
    date_of_service: "2026-11-23",
    discipline: "PT",
    payer_policy_id: "0190c000-0000-7000-8000-000000000900",
    policy_name: "medicare",
    state: "held",
    waits_for: [],
    finding: null,
    visit_ids: [ODESSA.visit],
    revision: null,
  };
  render(<ClinicianWords visitId={ODESSA.visit} day={day} result={result} />);
}

const finding = (id: string, says: string) => ({ id, severity: "error" as const, says, source: "CMS" });
const COLUMNS = { column1: "97150", column2: "97112" };
const button = (name: string | RegExp) => screen.getByRole("button", { name });
const last = () => vault().outbox().at(-1)?.mutation;

test("a held pair is attested with the basis that the clinician chose, and stands in pencil", async () => {
  show({ findings: [{ ...finding("edit-needs-attestation", EDIT), ...COLUMNS }] });
  fireEvent.click(button(/Look at the evidence/));
  const dialog = screen.getByRole("dialog", { name: "Needs your attestation: 97150 and 97112" });
  const bases = within(dialog).getAllByRole<HTMLInputElement>("radio");
  expect(bases.map((one) => one.checked)).toEqual([false, false, false, false]);

  fireEvent.click(button("Attest"));
  await waitFor(() => expect(within(dialog).getByRole("alert").textContent).toContain("Choose the basis"));
  expect(vault().outbox()).toEqual([]);

  fireEvent.click(screen.getByRole("radio", { name: /^Non-overlapping/ }));
  fireEvent.click(button("Attest"));
  await waitFor(() => expect(last()?.kind).toBe("claim.attest"));
  expect(last()?.data).toMatchObject({
    visit_id: ODESSA.visit,
    kind: "distinct",
    column1: "97150",
    column2: "97112",
    basis: "non-overlapping",
    reason: null,
  });
  expect((await screen.findByRole("status")).textContent).toContain("only on this tablet");
});

test("what the record contradicts cannot be attested away", () => {
  show({ findings: [{ ...finding("attestation-contradicted", EDIT), ...COLUMNS }] });
  fireEvent.click(button(/Look at the evidence/));
  expect(screen.getByText(/cannot outweigh the record/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Attest" })).toBeNull();
});

test("KX needs a reason", async () => {
  show({ findings: [finding("kx-attestation-needed", KX)] });
  fireEvent.click(button(/Look at the evidence/));
  expect(screen.getByRole("dialog").textContent).toContain("$2,480.00");
  fireEvent.click(button("Attest that it is necessary"));
  expect(await screen.findByRole("alert")).toBeTruthy();
  expect(vault().outbox()).toEqual([]);

  fireEvent.input(screen.getByLabelText("Why treatment beyond the amount is necessary"), {
    target: { value: "Still falls at night" },
  });
  fireEvent.click(button("Attest that it is necessary"));
  await waitFor(() => expect(last()?.data).toMatchObject({ kind: "kx", reason: "Still falls at night" }));
});

test("a tie shows its default, and another code can be chosen instead", async () => {
  show({ choices: [{ between: ["97112", "97110"], chosen: "97112", basis: "order given" }] });
  const ties = screen.getByRole("region", { name: "Equal claims to a unit" });
  expect(ties.textContent).toContain("97112 has the unit (default: it was treated first)");
  fireEvent.click(button("Choose 97110 instead"));
  await waitFor(() => expect(last()?.kind).toBe("choice.make"));
  expect(last()?.data).toMatchObject({ visit_id: ODESSA.visit, prefer: ["97110"] });
  expect((await screen.findByRole("status")).textContent).toContain("97110 chosen · only on this tablet");
  expect(button("Choose 97112 instead")).toBeTruthy();
});
