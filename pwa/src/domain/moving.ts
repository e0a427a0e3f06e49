/**
 * What moving a visit to another patient does to the rows here, before the server has done it.
 *
 * Every row comes to the other visit under a new id, with its author and its times; the
 * old visit is void and names the other by its id alone. Signatures, addenda and
 * attestations stay: they were said about the other patient.
 */
import type { Step, Working } from "./replay-rows";
import type { Row, Rows, Tables } from "./types";

/** In the order in which they refer to each other. */
const MOVED = ["segment", "correction", "pause", "untimed", "intervention", "response", "measure"] as const;
type Moved = (typeof MOVED)[number];
type InVisit = Row & { visit_id: string };

interface NewId {
  old: string;
  new: string;
}

/** The ids of everything that moves with a visit. */
export function movedIds(rows: Rows, visitId: string): string[] {
  return MOVED.flatMap((entity) => rowsOf<InVisit>(rows[entity], visitId).map(({ id }) => id));
}

export const moveVisit: Step = (rows, { entity: oldId, made_at, data }, author) => {
  const [old, target] = [rows.visit.get(oldId), rows.visit.get(String(data.to_visit_id))];
  if (!old || !target || old.status === "void") return;
  const ids = new Map((data.ids as NewId[]).map((pair) => [pair.old, pair.new]));
  for (const entity of MOVED) moveRows(rows, entity, oldId, target, ids);
  for (const section of rowsOf(rows.section, oldId)) {
    const known = [...rows.section.values()].find(
      (one) => one.visit_id === target.id && one.section === section.section,
    );
    const joined =
      known && !known.text.includes(section.text) ? `${known.text}\n${section.text}`.trim() : null;
    const there = known ?? { ...section, id: `${target.id}:${section.section}`, version: 0 };
    const changed = joined
      ? { text: joined, by: author.clinician_id, at: new Date(made_at).toISOString() }
      : {};
    const mine = { visit_id: target.id, patient_id: target.patient_id };
    rows.section.set(there.id, { ...there, ...mine, ...changed });
  }
  rows.visit.set(oldId, { ...old, status: "void", void_reason: String(data.reason), moved_to: target.id });
  rows.visit.set(target.id, { ...target, moved_from: [...(target.moved_from ?? []), oldId] });
};

function moveRows(
  rows: Working,
  entity: Moved,
  visitId: string,
  target: Tables["visit"],
  ids: ReadonlyMap<string, string>,
): void {
  const table = rows[entity] as Map<string, InVisit>;
  for (const row of rowsOf(table, visitId)) {
    const id = ids.get(row.id);
    if (id) table.set(id, { ...row, ...references(row, ids), id, version: 0, ...belongs(target) });
  }
}

function belongs({ id, patient_id }: Tables["visit"]) {
  return { visit_id: id, patient_id };
}

/** What points into the visit points to the new rows; goals are the other patient's own. */
function references(row: object, ids: ReadonlyMap<string, string>): object {
  const { segment_id, intervention_id } = row as { segment_id?: string; intervention_id?: string };
  return {
    ...(segment_id ? { segment_id: ids.get(segment_id) ?? segment_id } : {}),
    ...(intervention_id ? { intervention_id: ids.get(intervention_id) ?? intervention_id } : {}),
    ...("goal_id" in row ? { goal_id: null } : {}),
  };
}

function rowsOf<T extends InVisit>(table: ReadonlyMap<string, T>, visitId: string): T[] {
  return [...table.values()].filter((row) => row.visit_id === visitId);
}
