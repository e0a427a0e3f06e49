/**
 * Which sent mutations still have to be replayed over the base.
 *
 * One counts as pending while the base does not have its effect: the row that the
 * verdict's version belongs to is older here, and no pull has ended since.
 */
import type { Mutation, Sent } from "./api";
import type { Base } from "./base";

export function isPending({ mutation, verdict, after_pull }: Sent, base: Base, pulls: number): boolean {
  if (verdict.verdict === "settled" || pulls > after_pull) return false;
  const row = touched(mutation, base);
  return row === null || base.version(...row) < verdict.version;
}

/** The row whose version the server answers: entity and id, or null when it is not here yet. */
export function touched(mutation: Mutation, base: Base): [string, string] | null {
  const { kind, entity, id, data } = mutation;
  if (kind === "segment.correct") return ["correction", id];
  if (kind === "visit.sign") return ["signature", id];
  if (kind === "words.leave") return ["left_words", entity];
  if (kind === "section.edit") return section(base, entity, data.section);
  return [ROW_OF[kind.slice(0, kind.indexOf("."))] ?? kind.slice(0, kind.indexOf(".")), entity];
}

const ROW_OF: Readonly<Record<string, string>> = { claim: "attestation", words: "kept_words" };

function section(base: Base, visit: string, name: unknown): [string, string] | null {
  for (const [id, row] of base.rows().section) {
    if (row.visit_id === visit && row.section === name) return ["section", id];
  }
  return null;
}
