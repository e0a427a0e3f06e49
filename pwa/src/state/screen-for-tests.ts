/** For tests of screens: a vault that is open around each test, and patience for a busy machine. */
import { cleanup, configure } from "@testing-library/preact";
import { afterEach, beforeEach, vi } from "vitest";
import type { Vault } from "../storage";
import { NOON, openTestVault } from "./for-tests";

configure({ asyncUtilTimeout: 30_000 });

/** Open the vault at noon, by a clock that stands still, before each test; returns how to reach it. */
export function vaultOfEachTest(): () => Vault {
  let vault: Vault;
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: NOON });
    vault = await openTestVault();
  });
  afterEach(() => {
    cleanup();
    vault.lock();
    vi.useRealTimers();
  });
  return () => vault;
}
