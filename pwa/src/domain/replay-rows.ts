/** What every step of a replay works on: a mutation, its author, and rows that may be changed. */
import type { Author, EntityName, NewMutation, Tables } from "./types";

/** The parts of a mutation that replay reads; storage's own fields may stand beside them. */
export type Replayed = Pick<NewMutation, "id" | "kind" | "entity" | "made_at" | "data"> & {
  clock_offset_ms?: number;
};

export type Working = { [E in EntityName]: Map<string, Tables[E]> };
export type Step = (rows: Working, mutation: Replayed, author: Author) => void;

export function patch<E extends EntityName>(
  rows: Working,
  entity: E,
  id: string,
  fields: Partial<Tables[E]>,
): void {
  const row = rows[entity].get(id);
  if (row) rows[entity].set(id, { ...row, ...fields });
}

export function put<E extends EntityName>(rows: Working, entity: E, id: string, fields: object): void {
  const known = rows[entity].get(id);
  rows[entity].set(id, { ...known, ...fields, id, version: known?.version ?? 0 } as Tables[E]);
}

export function patientOf(rows: Working, visitId: unknown): string {
  return rows.visit.get(String(visitId))?.patient_id ?? "";
}
