// @vitest-environment happy-dom
/** Appointments to come are listed by the clinic's clock, and new ones are made week after week. */
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, expect, test, vi } from "vitest";
import "../../state/screen-for-tests";
import { AppointmentsDialog } from "./AppointmentsDialog";
import type { Booked } from "./booking";
import type { Choices, Known } from "./intake";

const PIP: Known = {
  id: "0190c000-0000-7000-8000-000000000a01",
  version: 1,
  given_name: "Pip",
  family_name: "Pretend",
  birth_date: "1949-02-28",
  precautions: [],
};
const ROWAN = { id: "0190c000-0000-7000-8000-000000000b01", name: "Rowan Tester", credentials: "PT" };
const CHOICES: Choices = {
  patients: [PIP],
  clinicians: [{ ...ROWAN, discipline: "PT" }],
  clinics: [{ id: "0190c000-0000-7000-8000-000000000c01", name: "North Clinic" }],
  policies: [],
};
const EPISODE = { id: "0190c000-0000-7000-8000-000000000d01", title: "Balance", discipline: "PT" as const };
const NONE: Booked = { episodes: [EPISODE], appointments: [] };

let bodies: Record<string, unknown>[] = [];

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  bodies = [];
});

function answering(answer: (body: Record<string, unknown> | null) => Response) {
  vi.stubGlobal("fetch", async (_path: string, init: RequestInit) => {
    const body = init.body ? JSON.parse(String(init.body)) : null;
    if (body) bodies.push(body);
    return answer(body);
  });
}

function appointment(n: number, starts_at: string): Booked["appointments"][number] {
  return {
    id: `0190c000-0000-7000-8000-000000000e0${n}`,
    patient_id: PIP.id,
    episode_id: EPISODE.id,
    clinic_id: CHOICES.clinics[0]?.id ?? null,
    clinician_ids: [ROWAN.id],
    starts_at,
    minutes: 45,
    status: "scheduled",
    reason: null,
    place: null,
    visit_id: "0190c000-0000-7000-8000-000000000f01",
  };
}

const shown = () =>
  render(<AppointmentsDialog patient={PIP} choices={CHOICES} zone="America/New_York" onClose={() => {}} />);
const type = (label: string, value: string) =>
  fireEvent.input(screen.getByLabelText(label), { target: { value } });
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));

test("one a week for two weeks is made, told, and listed by the clinic's clock", async () => {
  const made = [appointment(1, "2026-12-01T14:30:00.000Z"), appointment(2, "2026-12-08T14:30:00.000Z")];
  answering((body) =>
    Response.json(body ? { ...NONE, appointments: made } : NONE, { status: body ? 201 : 200 }),
  );
  shown();
  await screen.findByText("No appointment to come.");
  type("Day", "2026-12-01");
  type("Time", "09:30");
  type("In so many weeks", "2");
  press("Make the appointment");

  await screen.findByText("2 made. Tablets show them with their next sync.");
  expect(bodies).toEqual([
    {
      episode_id: EPISODE.id,
      clinician_ids: [ROWAN.id],
      day: "2026-12-01",
      time: "09:30",
      minutes: 45,
      weeks: 2,
      clinic_id: CHOICES.clinics[0]?.id,
    },
  ]);
  const list = screen.getByRole("list", { name: "To come" });
  expect(list.textContent).toContain("Tue 1 Dec, 9:30");
  expect(list.textContent).toContain("45 min · North Clinic · Rowan Tester");
});

test("what the server refuses stands at its field, and what was filled in stays", async () => {
  const problem = { type: "/problems/invalid", title: "Invalid", status: 422 };
  const said = { ...problem, detail: "The appointment is in the past.", pointer: "/day" };
  answering((body) =>
    body
      ? new Response(JSON.stringify(said), {
          status: 422,
          headers: { "Content-Type": "application/problem+json" },
        })
      : Response.json(NONE),
  );
  shown();
  await screen.findByText("No appointment to come.");
  type("Day", "2020-12-01");
  press("Make the appointment");

  expect((await screen.findByRole("alert")).textContent).toContain("in the past");
  await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>("Day").value).toBe("2020-12-01"));
});
