// @vitest-environment happy-dom
/** What the server has no copy of is not called kept there, and no button lets go of it. */
import { render, screen } from "@testing-library/preact";
import { expect, test } from "vitest";
import { canWithdraw, leave, withdraw } from "../../state/deciding";
import { ODESSA } from "../../state/for-tests";
import { made } from "../../state/made";
import { vaultOfEachTest } from "../../state/screen-for-tests";
import type { Quarantined, Rejected } from "../../storage";
import { attention as words } from "../../words/attention";
import { RejectedCase } from "./RejectedCase";

const vault = vaultOfEachTest();

/** A section that was refused, as the vault then holds it. */
async function refused(reason: Partial<Rejected>): Promise<{ one: Quarantined; because: Rejected }> {
  const because: Rejected = {
    verdict: "rejected",
    type: "/problems/malformed",
    title: "Unreadable",
    ...reason,
  };
  const data = { section: "subjective", text: "Slept badly", base_hash: null };
  await vault().write([made("section.edit", ODESSA.visit, data, Date.now())]);
  const [queued] = await vault().forSync.takeBatch(50, 100_000, new Set());
  if (!queued) throw new Error("nothing waits");
  const verdicts = [{ n: queued.n, verdict: because }];
  await vault().forSync.applyVerdicts({ verdicts, seq: null, acked_n: 0 }, Date.now());
  const [one] = vault().quarantine();
  if (!one) throw new Error("nothing was refused");
  return { one, because };
}

test("a change refused with its whole message is called kept only here, and can only be sent again or copied", async () => {
  const { one, because } = await refused({ only_here: true });
  render(<RejectedCase one={one} because={because} help={null} />);

  expect(screen.getByText(words.rejected.onlyHere, { exact: false })).toBeTruthy();
  expect(screen.getByText(words.rejected.noCopy)).toBeTruthy();
  expect(screen.getByText("Slept badly")).toBeTruthy();
  const buttons = screen.getAllByRole("button").map(({ textContent }) => textContent);
  expect(buttons).toEqual([words.rejected.copy, words.rejected.fix]);
});

test("a change that the server keeps can be withdrawn and asked about", async () => {
  const { one, because } = await refused({});
  render(<RejectedCase one={one} because={because} help={null} />);

  expect(screen.queryByText(words.rejected.onlyHere, { exact: false })).toBeNull();
  expect(screen.getByRole("button", { name: words.rejected.withdraw })).toBeTruthy();
  expect(screen.getByRole("button", { name: words.rejected.ask })).toBeTruthy();
});

test("nothing lets go of the only copy", async () => {
  const { one } = await refused({ only_here: true });

  expect(canWithdraw(one)).toBe(false);
  await expect(withdraw(one, () => [])).rejects.toThrow();
  await expect(leave(one, () => [])).rejects.toThrow();
  expect(vault().quarantine()).toHaveLength(1);
});
