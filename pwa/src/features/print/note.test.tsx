// @vitest-environment happy-dom
/** A signed note on paper says where the record is no longer what was signed. */
import { cleanup, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, expect, test, vi } from "vitest";
import golden from "../../../../tests/golden/signed_facts.json";
import "../../state/screen-for-tests";
import NotePage from "./NotePage";

const VISIT = "0190c000-0000-7000-8000-000000000a11";
const CHANGED = "97112: 19 minutes are 15 now";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function printed(status: string, matches: boolean): Promise<string> {
  const signature = {
    id: VISIT,
    content: golden.notes[0]?.content,
    sha256: "ab",
    name: "Rowan Tester",
    credentials: "PT",
    meaning: "I treated.",
    signed_at: "2026-11-23T15:00:00.000Z",
    verified: true,
    matches,
    difference: matches ? [] : [CHANGED],
  };
  const visit = { id: VISIT, status, started_at: signature.signed_at, zone: "America/New_York" };
  vi.stubGlobal("fetch", async () => Response.json({ visit, signatures: [signature], addenda: [] }));
  render(<NotePage visitId={VISIT} zone="America/New_York" />);
  await waitFor(() => expect(screen.getByRole("article").textContent).toContain("Rowan Tester"));
  return screen.getByRole("article").textContent ?? "";
}

test("a signature that no longer matches is printed with its difference", async () => {
  const words = await printed("sign-again", false);
  expect(words).toContain("The record changed before this signature arrived");
  expect(words).toContain(CHANGED);
  expect(words).toContain("waits to be signed again");
});

test("the note of a void visit says that it is void", async () => {
  expect(await printed("void", true)).toContain("This visit is void.");
});

test("a note that stands as it was signed carries neither", async () => {
  expect(await printed("signed", true)).not.toMatch(/void|signed again|record changed/);
});
