// @vitest-environment happy-dom
/** The first pull on screen: a bar that says how far it is, and no word that nobody can know yet. */
import { act, cleanup, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openTestVault } from "../../state/for-tests";
import "../../state/screen-for-tests";
import { syncStatus } from "../../state/sync";
import { fetched, rows } from "../../state/vault";
import type { Position, Vault } from "../../storage";
import type { SyncStatus } from "../../sync";
import PatientsPage from "../patients/PatientsPage";
import TodayPage from "../today/TodayPage";

let vault: Vault;

beforeEach(async () => {
  vault = await openTestVault();
});

afterEach(() => {
  cleanup();
  syncStatus.value = null;
  vault.lock();
});

function status(changes: Partial<SyncStatus>): void {
  syncStatus.value = {
    kind: "saved",
    only_here: 0,
    attention: 0,
    last_saved_at: null,
    busy: true,
    position: null,
    differing: 0,
    missing: [],
    repaired: 0,
    sign_in_again: false,
    ...changes,
  };
}

const position = (changes: Partial<Position> = {}): Position => ({
  caseload: 200,
  seq: 3,
  newest: 12,
  ...changes,
});

const bar = () => screen.queryByRole("progressbar");

test("the bar counts patients, then says how far their records are, and is gone at the end", () => {
  status({ position: position() });
  render(<TodayPage />);
  expect(bar()?.getAttribute("aria-valuetext")).toBe("Getting your patients: 2 of 200");
  expect(bar()?.getAttribute("aria-valuenow")).toBe("25");
  expect(screen.getByText("Getting your patients: 2 of 200")).toBeTruthy();
  act(() => status({ position: position({ caseload: 2, seq: 9 }) }));
  expect(bar()?.getAttribute("aria-valuetext")).toBe("Getting their records: 75 %");
  act(() => status({ busy: false }));
  expect(bar()).toBeNull();
});

test("the visits that are here can be opened while the others come", () => {
  status({ position: position() });
  render(<TodayPage />);
  expect(screen.getByRole("link", { name: /^Odessa Sample/ })).toBeTruthy();
});

test("nobody is told that there is no visit today while pages come", () => {
  rows.value = { ...rows.value, appointment: new Map(), visit: new Map() };
  status({ position: position() });
  render(<TodayPage />);
  expect(screen.queryByText("No visits today.")).toBeNull();
  expect(screen.getByRole("status", { name: "Loading" })).toBeTruthy();
  act(() => status({ busy: false }));
  expect(screen.getByText("No visits today.")).toBeTruthy();
});

test("before anything was fetched an empty list says so, and says when the server does not answer", () => {
  rows.value = { ...rows.value, appointment: new Map(), visit: new Map(), patient: new Map() };
  fetched.value = false;
  status({ kind: "offline", busy: false });
  render(<TodayPage />);
  expect(
    screen.getByText(/^Nothing has been fetched to this tablet yet, and the server does not/),
  ).toBeTruthy();
  cleanup();
  status({ busy: false, sign_in_again: true });
  render(<PatientsPage />);
  expect(screen.getByText("Nothing has been fetched to this tablet yet.")).toBeTruthy();
});
