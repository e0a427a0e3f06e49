/**
 * Folding: several edits of one section, made before any was sent, travel as one.
 *
 * Only while its sending has not begun, and never past a signature: what was signed
 * must arrive as it was.
 */
import type { NewMutation } from "../domain/types";
import type { Mutation, Queued } from "./api";

const CLOSING = ["visit.sign", "visit.void"];

/** The queued edit that a new edit of the same section may be folded into. */
export function foldTarget(made: NewMutation, outbox: readonly Queued[]): Queued | null {
  if (made.kind !== "section.edit") return null;
  for (const queued of outbox.toReversed()) {
    const { kind, entity, data } = queued.mutation;
    if (entity !== made.entity) continue;
    if (CLOSING.includes(kind)) return null;
    if (kind !== "section.edit" || data.section !== made.data.section) continue;
    return queued.sending ? null : queued;
  }
  return null;
}

/** The earlier edit with the later words; it still names the text that its author first saw. */
export function folded(earlier: Mutation, later: NewMutation): Mutation {
  const { base_hash } = earlier.data;
  const depends_on = [...new Set([...earlier.depends_on, ...later.depends_on])].filter(
    (id) => id !== earlier.id,
  );
  return { ...earlier, made_at: later.made_at, depends_on, data: { ...later.data, base_hash } };
}
