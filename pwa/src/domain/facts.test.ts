/** The facts a tablet signs are those the server holds: pytest reads the same golden file. */
import { expect, test } from "vitest";
import golden from "../../../tests/golden/signed_facts.json";
import { canonical } from "./canonical";
import { facts } from "./content";
import { type Replayed, replay } from "./replay";
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

test("what a therapist and an assistant recorded is stated fact by fact", () => {
  const rows = golden.mutations.reduce<Rows>(
    (known, { by, ...mutation }) =>
      replay(known, [mutation as unknown as Replayed], { clinician_id: by, name: "", credentials: "" }),
    base(),
  );

  const record = visitRecord(rows, golden.visit_id, NOW);

  expect(record && canonical(facts(record))).toBe(golden.facts);
});
