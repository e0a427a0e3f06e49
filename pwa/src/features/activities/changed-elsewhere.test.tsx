// @vitest-environment happy-dom
/** An activity that a colleague has changed meanwhile can be changed after looking at it anew. */
import { cleanup, fireEvent, render, screen, within } from "@testing-library/preact";
import { afterEach, expect, test, vi } from "vitest";
import "../../state/screen-for-tests";
import ActivitiesPage from "./ActivitiesPage";
import type { Own } from "./activity";

const PEGS: Own = {
  id: "0190c000-0000-7000-8000-000000000a21",
  version: 1,
  name: "Sorting pegs",
  group: "coordination",
  codes: ["97112"],
  fields: ["sets"],
  created_at: "2026-11-20T15:00:00.000Z",
  changed_at: "2026-11-20T15:00:00.000Z",
  retired_at: null,
};

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function changeTo(name: string): void {
  fireEvent.click(screen.getByRole("button", { name: "Change" }));
  const form = within(screen.getByRole("dialog"));
  fireEvent.input(form.getByRole("textbox", { name: /^Name/ }), { target: { value: name } });
  fireEvent.click(form.getByRole("button", { name: "Keep it" }));
}

test("after a refusal the form that is opened next begins from what is stored", async () => {
  let stored = PEGS;
  const headers = { "Content-Type": "application/problem+json" };
  const refused = { type: "/problems/activity-changed", title: "Changed elsewhere", status: 409 };
  vi.stubGlobal("fetch", async (_path: string, init: RequestInit) => {
    const body = init.body ? JSON.parse(String(init.body)) : null;
    if (!body) return Response.json({ activities: [stored] });
    if (body.version !== stored.version)
      return new Response(JSON.stringify(refused), { status: 409, headers });
    stored = { ...stored, name: body.name, version: stored.version + 1 };
    return Response.json({ activity: stored });
  });
  render(<ActivitiesPage sync={null} who="Casey Madeup" zone="America/New_York" id={PEGS.id} />);
  await screen.findByRole("heading", { name: "Sorting pegs" });
  stored = { ...PEGS, version: 2, name: "Sorting pegs, seated" };

  changeTo("Sorting corks");
  expect((await screen.findByRole("alert")).textContent).toContain("Changed elsewhere");
  fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
  await screen.findByRole("heading", { name: "Sorting pegs, seated" });

  changeTo("Sorting corks");
  await screen.findByRole("heading", { name: "Sorting corks" });
  expect(stored.version).toBe(3);
});
