import { expect, test } from "vitest";
import { ApiFault } from "../../sync";
import { bodyOf, type Choices, emptyIntake, linesOf, saidAnywhere, whoTreats } from "./intake";

const CHOICES: Choices = {
  patients: [],
  clinicians: [
    { id: "a", name: "Rowan Tester", credentials: "PT", discipline: "PT" },
    { id: "b", name: "Io Sample", credentials: "OT", discipline: "OT" },
  ],
  clinics: [{ id: "c", name: "Main" }],
  policies: [
    { id: "p", label: "Medicare Part B" },
    { id: "q", label: "Full 15" },
  ],
};

test("where there is one choice it is made, where there are several none is", () => {
  expect(emptyIntake(CHOICES)).toMatchObject({ clinic_id: "c", payer_policy_id: "" });
});

test("what is not said is sent as nothing", () => {
  const body = bodyOf(
    { ...emptyIntake(CHOICES), precautions: "Fall risk\n\n  Sternal care ", day: "2026-11-24" },
    false,
  );
  expect(body.precautions).toEqual(["Fall risk", "Sternal care"]);
  expect(body.episode).toMatchObject({ diagnoses: [], visits_planned: null, certified_from: null });
  expect(body.appointment).toMatchObject({ day: "2026-11-24", minutes: 45, clinic_id: "c" });
  expect(bodyOf({ ...emptyIntake(CHOICES), appointment: false }, true)).toMatchObject({
    appointment: null,
    although_known: true,
  });
  expect(linesOf("")).toEqual([]);
});

test("what is no figure is sent as it was typed, to be refused where it stands", () => {
  const body = bodyOf({ ...emptyIntake(CHOICES), visits_planned: " 12x ", minutes: "1e999" }, false);
  expect(body.episode.visits_planned).toBe("12x");
  expect(body.appointment?.minutes).toBe("1e999");
});

test("those of the plan's discipline may be chosen", () => {
  expect(whoTreats(CHOICES, "OT").map((one) => one.id)).toEqual(["b"]);
});

test("a refusal is found at its field, however deep it lies", () => {
  const deep = { json: { episode: { diagnoses: { "0": { code: ["Not an ICD-10 code."] } } } } };
  const fault = new ApiFault("problem", 422, { type: "", title: "Invalid", status: 422, errors: deep });
  expect(saidAnywhere(fault, "code")).toBe("Not an ICD-10 code.");
  expect(saidAnywhere(fault, "title")).toBeNull();
  const pointed = new ApiFault("problem", 422, {
    type: "",
    title: "x",
    status: 422,
    detail: "In the past.",
    pointer: "/appointment/day",
  });
  expect(saidAnywhere(pointed, "day")).toBe("In the past.");
});
