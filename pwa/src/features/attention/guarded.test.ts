import { signal } from "@preact/signals";
import { expect, test } from "vitest";
import { StorageFault } from "../../storage";
import { guarded, told } from "./guarded";

test("a second tap while the first is being stored stores nothing, a draft is stored each time", async () => {
  const fault = signal<string | null>(null);
  const stored: string[] = [];
  const store = (what: string) => async () => {
    await Promise.resolve();
    stored.push(what);
  };
  await Promise.all([
    guarded(fault, store("first tap")),
    guarded(fault, store("second tap")),
    told(fault, store("draft")),
  ]);
  expect(stored.toSorted()).toEqual(["draft", "first tap"]);
});

test("what was not stored is said, and can be tried again", async () => {
  const fault = signal<string | null>(null);
  await guarded(fault, () => Promise.reject(new StorageFault("quota")));
  expect(fault.value).not.toBeNull();
  await guarded(fault, () => Promise.resolve());
  expect(fault.value).toBeNull();
});
