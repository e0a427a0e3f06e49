/** What is sealed opens again as it was, also when much is sealed at once, and in any script. */
import { expect, test } from "vitest";
import { place, seal, unseal } from "./cipher";

test("values sealed at once open each as it was, in any script", async () => {
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
  const values = [{ note: "a".repeat(40_000) }, "short", { name: "Σωκράτης ".repeat(3000) }, "×", null];
  const where = (i: number) => place("person", "drafts", i);
  const sealed = await Promise.all(values.map((value, i) => seal(key, where(i), value)));
  const opened = await Promise.all(sealed.map((one, i) => unseal(key, where(i), one)));
  expect(opened).toEqual(values);
});
