// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openPeople } from "../storage";
import { makeEdit, makeVault, newId } from "../storage/for-tests";
import { handInWhenLocked } from "./handing-in";
import { people, stage } from "./session";

/** Two people with work on a tablet that is locked. */
beforeEach(async () => {
  const { vault, storage, enrolment } = await makeVault();
  await vault.write([makeEdit("of the first")]);
  vault.lock();
  const second = await storage.enrol({ ...enrolment, clinician: { ...enrolment.clinician, id: newId() } });
  await second.write([makeEdit("of the second")]);
  second.lock();
  people.value = await openPeople();
});

// The network stays as the test left it: a round may still be under way.
afterEach(() => {
  stage.value = { at: "starting" };
});

test("a part that the server refuses does not hold up the next person's, a missing network does", async () => {
  expect(people.value).toHaveLength(2);
  const noNetwork = vi.fn(() => Promise.reject(new TypeError("offline")));
  vi.stubGlobal("fetch", noNetwork);
  handInWhenLocked();
  stage.value = { at: "sign-in", why: null, person: null };
  await vi.waitFor(() => expect(noNetwork).toHaveBeenCalled());

  const problem = { type: "/problems/too-big", title: "Too big", status: 413 };
  const headers = { "Content-Type": "application/problem+json" };
  const offered = new Set<unknown>();
  vi.stubGlobal("fetch", async (_path: string, { body }: RequestInit) => {
    offered.add(body);
    return new Response(JSON.stringify(problem), { status: 413, headers });
  });
  await vi.waitFor(() => {
    dispatchEvent(new Event("online"));
    expect(offered.size).toBe(2);
  });
  expect(noNetwork).toHaveBeenCalledTimes(1);
});
