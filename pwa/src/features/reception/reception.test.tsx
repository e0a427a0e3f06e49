// @vitest-environment happy-dom
/** Two who change the same patient, and a patient who may be known already. */
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, expect, test, vi } from "vitest";
import "../../state/screen-for-tests";
import { IntakeForm } from "./IntakeForm";
import type { Choices, Known } from "./intake";
import ReceptionPage from "./ReceptionPage";

const PIP: Known = {
  id: "0190c000-0000-7000-8000-000000000a01",
  version: 1,
  given_name: "Pip",
  family_name: "Pretend",
  birth_date: "1949-02-28",
  precautions: ["Fall risk"],
};
const SAVE = "Save precautions";

interface Sent {
  path: string;
  body: Record<string, unknown> | null;
}

let sent: Sent[] = [];

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  sent = [];
});

function answering(answer: (method: string, body: Record<string, unknown>) => Response | Promise<Response>) {
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    const body = init.body ? JSON.parse(String(init.body)) : null;
    sent.push({ path, body });
    return answer(String(init.method), body);
  });
}

function refusal(status: number, type: string, more: object = {}): Response {
  const body = { type: `/problems/${type}`, title: `Refused: ${type}`, status, ...more };
  return new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/problem+json" },
  });
}

const choices = (patient: Known): Choices => ({
  patients: [patient],
  clinicians: [],
  clinics: [],
  policies: [],
});
const posts = () => sent.filter((one) => one.body !== null);
const gets = () => sent.filter((one) => one.body === null);
const field = (label: RegExp) => screen.findByLabelText<HTMLTextAreaElement>(label);
const button = (name: string) => screen.getByRole("button", { name });
const type = (box: HTMLElement, value: string) => fireEvent.input(box, { target: { value } });

/** The server as it stores one patient, and refuses who has not seen the newest. */
function storing(stored: Known) {
  const server = { stored };
  answering((method, body) => {
    if (method === "GET") return Response.json(choices(server.stored));
    if (body.version !== server.stored.version) return refusal(409, "patient-changed");
    const precautions = body.precautions as string[];
    server.stored = { ...server.stored, precautions, version: server.stored.version + 1 };
    return Response.json({ patient: server.stored });
  });
  return server;
}

const page = () =>
  render(<ReceptionPage sync={null} who="Casey Madeup" zone="America/New_York" id={PIP.id} />);

test("a colleague's precaution is shown beside what is typed before anything goes over it", async () => {
  const server = storing(PIP);
  page();
  type(await field(/^Precautions/), "Fall risk\nSternal care");
  server.stored = { ...PIP, version: 2, precautions: ["Fall risk", "No lifting"] };

  fireEvent.click(button(SAVE));
  expect(await screen.findByText("No lifting")).toBeTruthy();
  expect((await field(/^Precautions/)).value).toBe("Fall risk\nSternal care");
  expect(server.stored.precautions).toEqual(["Fall risk", "No lifting"]);

  type(await field(/^Precautions/), "Fall risk\nSternal care\nNo lifting");
  fireEvent.click(button(SAVE));
  await screen.findByText(/^Saved\./);
  expect(server.stored.precautions).toEqual(["Fall risk", "Sternal care", "No lifting"]);
  expect(screen.queryByText("Stored meanwhile")).toBeNull();
});

test("what is saved is saved once, again and again, and the list is not asked for anew", async () => {
  const server = storing(PIP);
  page();
  for (const line of ["Sternal care", "No lifting"]) {
    type(await field(/^Precautions/), line);
    fireEvent.click(button(SAVE));
    fireEvent.click(button(SAVE));
    await screen.findByText(/^Saved\./);
    expect(server.stored.precautions).toEqual([line]);
  }
  expect(posts().map((one) => one.body?.version)).toEqual([1, 2]);
  expect(gets().length).toBe(1);
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a line that is refused is said at the precautions", async () => {
  const says = "At most 200 characters in a line.";
  answering((method) =>
    method === "GET"
      ? Response.json(choices(PIP))
      : refusal(422, "invalid", { errors: { json: { precautions: { 0: [says] } } } }),
  );
  page();
  type(await field(/^Precautions/), "a".repeat(201));
  fireEvent.click(button(SAVE));
  expect((await screen.findByRole("alert")).textContent).toBe(says);
});

test("that it is another person holds for the name and birth date that were asked about", async () => {
  answering(() => refusal(409, "patient-exists"));
  render(<IntakeForm choices={choices(PIP)} onClose={() => undefined} onKept={() => undefined} />);
  type(await field(/^Given name/), "Pip");
  fireEvent.click(button("Take in"));
  await screen.findByRole("button", { name: "Take in, it is another person" });

  type(await field(/^Given name/), "Pim");
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  fireEvent.click(button("Take in"));
  await screen.findByRole("button", { name: "Take in, it is another person" });
  fireEvent.click(button("Take in, it is another person"));
  await waitFor(() => expect(posts().length).toBe(3));
  expect(posts().map((one) => one.body?.although_known)).toEqual([false, false, true]);
});
