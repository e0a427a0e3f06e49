// @vitest-environment happy-dom
/** At a desk, where nothing is kept in the browser, the pill never calls saved what cannot be. */
import { act, cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, test } from "vitest";
import { stage } from "../../state/session";
import { makeEnrolment } from "../../storage/for-tests";
import { words as w } from "../../words";
import { SyncPill } from "./SyncPill";

afterEach(() => {
  cleanup();
  dispatchEvent(new Event("online"));
});

test("the desk's pill says that nothing is saved while there is no network", () => {
  stage.value = { at: "online", signedIn: makeEnrolment("") };
  render(<SyncPill />);
  const pill = screen.getByRole("status", { name: w.sync.name });
  expect(pill.textContent).toBe(w.sync.allSaved);

  act(() => void dispatchEvent(new Event("offline")));
  expect(pill.textContent).toBe(w.sync.deskOffline);

  act(() => void dispatchEvent(new Event("online")));
  expect(pill.textContent).toBe(w.sync.allSaved);
});
