/** The facts a tablet signs are those the server holds, in every version: pytest reads the same golden file. */
import { expect, test } from "vitest";
import golden from "../../../tests/golden/signed_facts.json";
import { canonical, sha256 } from "./canonical";
import { CONTENT_VERSION, facts, isKnownVersion, signedContent } from "./content";
import { replay } from "./replay";
import type { Replayed } from "./replay-rows";
import { emptyRows, type Rows } from "./types";
import { visitRecord } from "./visit";

const NOW = Date.parse("2026-11-23T16:00:00.000Z");

function base(): Rows {
  const rows = emptyRows();
  const put = (entity: keyof Rows, row: { id: string }) =>
    (rows[entity] as Map<string, object>).set(row.id, { version: 1, ...row });
  put("organization", { id: "o", ...golden.organization });
  for (const clinician of golden.clinicians) put("clinician", clinician);
  put("patient", { id: golden.patient_id });
  put("episode", { id: golden.episode_id });
  return rows;
}

function record() {
  const rows = golden.mutations.reduce<Rows>(
    (known, { by, ...mutation }) =>
      replay(known, [mutation as unknown as Replayed], { clinician_id: by, name: "", credentials: "" }),
    base(),
  );
  const found = visitRecord(rows, golden.visit_id, NOW);
  if (!found) throw new Error("The golden visit is not on this tablet.");
  return found;
}

test.each([1, 2] as const)("what two people recorded is stated fact by fact in version %i", (version) => {
  expect(canonical(facts(record(), version))).toBe(golden.facts[version]);
});

test("what is signed today states the facts of the newest version", () => {
  const words = { language: "en", title: "", patient_line: "", meaning: "" };
  const author = { clinician_id: "c", name: "", credentials: "" };
  const signed = JSON.parse(signedContent(record(), author, words, "2026-11-23T16:00:00.000Z"));
  expect(signed.content_version).toBe(CONTENT_VERSION);
  expect(canonical(signed.facts)).toBe(golden.facts[CONTENT_VERSION]);
});

test.each(golden.notes)(
  "a note of version $content_version is read and verified as it was signed",
  async (note) => {
    const parsed = JSON.parse(note.content);
    expect(await sha256(note.content)).toBe(note.sha256);
    expect(canonical(parsed)).toBe(note.content);
    expect(isKnownVersion(parsed.content_version)).toBe(true);
  },
);
