/** Two tabs of one person: they see each other's work, never take the same number, and lock together. */
import { afterEach, expect, test, vi } from "vitest";
import type { Vault, VaultChange } from "./api";
import {
  makeEdit,
  makeMutation,
  makePage,
  makeRunning,
  makeVault,
  NOON,
  PATIENT,
  PIN,
  patientChange,
} from "./for-tests";

let open: Vault[] = [];

afterEach(() => {
  for (const vault of open) vault.lock();
  open = [];
});

async function twoTabs() {
  const made = await makeVault();
  const other = await made.storage.unlock(made.person, PIN);
  open = [made.vault, other];
  return { ...made, one: made.vault, other };
}

/** Wait until the tab was told what the condition asks for. */
function until(vault: Vault, condition: (change: VaultChange) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = vault.subscribe((change) => {
      if (!condition(change)) return;
      stop();
      resolve();
    });
  });
}

test("what one tab writes the other shows", async () => {
  const { one, other } = await twoTabs();
  const seen = until(other, () => other.outbox().length === 1);
  const running = makeRunning();
  await one.write([makeEdit("a")], { running });
  await seen;
  expect(other.outbox()[0]?.mutation.data.text).toBe("a");
  expect(other.running()).toEqual(running);
});

test("a page that one tab pulled is shown in the other", async () => {
  const { one, other } = await twoTabs();
  const seen = until(other, () => other.rows().patient.has(PATIENT));
  await one.forSync.applyPage(makePage([patientChange()]), NOON);
  await seen;
});

test("two tabs that write at the same time take different numbers without a gap", async () => {
  const { one, other, storage, person } = await twoTabs();
  const write = (vault: Vault) => vault.write([makeMutation("measure.record", {})]);
  await Promise.all(Array.from({ length: 10 }, () => [write(one), write(other)]).flat());
  one.lock();
  const again = await storage.unlock(person, PIN);
  open.push(again);
  expect(again.outbox().map(({ n }) => n)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
});

test("a number that was taken while something was encrypted for it is not taken twice", async () => {
  const { one, other } = await twoTabs();
  const first = makeMutation("measure.record", {});
  const second = makeMutation("measure.record", {});
  const { encrypt } = crypto.subtle;
  const slow = vi.spyOn(crypto.subtle, "encrypt").mockImplementationOnce(async (...asks) => {
    const encrypted = await encrypt.apply(crypto.subtle, asks);
    await other.write([first]);
    return encrypted;
  });
  await one.write([second], { running: makeRunning() });
  slow.mockRestore();
  expect(one.outbox().map(({ n, mutation }) => [n, mutation.id])).toEqual([
    [1, first.id],
    [2, second.id],
  ]);
});

test("an edit that the other tab began to send is not folded", async () => {
  const { one, other } = await twoTabs();
  const seen = until(other, () => other.outbox().length === 1);
  await one.write([makeEdit("a")]);
  await seen;
  const [taken] = await Promise.all([one.forSync.takeBatch(50, 1e6), other.write([makeEdit("b")])]);
  const texts = other.outbox().map(({ mutation }) => mutation.data.text);
  // Whoever was first: what was taken is what stays stored under that number.
  expect(texts[0]).toBe(taken[0]?.mutation.data.text);
  expect(texts.at(-1)).toBe("b");
});

test("locking one tab locks the other", async () => {
  const { one, other } = await twoTabs();
  const locked = until(other, ({ kind }) => kind === "locked");
  one.lock("idle");
  await locked;
  expect(() => other.rows()).toThrow("locked");
});

test("destroying the keys in one tab locks the other", async () => {
  const { one, other } = await twoTabs();
  const locked = until(other, (change) => change.kind === "locked" && change.reason === "shredded");
  await one.shred();
  await locked;
});

test("what is not one of our messages is ignored", async () => {
  const { one, person } = await twoTabs();
  const stranger = new BroadcastChannel(`kinesync-${person}`);
  const told: VaultChange[] = [];
  one.subscribe((change) => told.push(change));
  for (const message of [
    null,
    7,
    "locked",
    {},
    { kind: "locked" },
    { kind: "locked", reason: "x" },
    { kind: "changed", part: "x" },
  ]) {
    stranger.postMessage(message);
  }
  const heard = until(one, ({ kind }) => kind === "changed");
  stranger.postMessage({ kind: "changed", part: "work" });
  await heard;
  stranger.close();
  expect(told).toEqual([{ kind: "changed" }]);
});
