/** Changing the plan of care at the bedside: goals that are set, reached or given up, and what to mind. */
import { changedLimits, nextNumber } from "../domain/goals";
import { uuid7 } from "../domain/ids";
import type { GoalRow, PatientRow } from "../domain/types";
import { made, versionOf } from "./made";
import { openVault, rows } from "./vault";
import { today } from "./visits";

export interface GoalWords {
  text: string;
  measure: string | null;
  target: string | null;
}

/** The goals of a plan of care by number. */
export function goalsOf(episodeId: string): GoalRow[] {
  return [...rows.value.goal.values()]
    .filter((one) => one.episode_id === episodeId)
    .sort((a, b) => a.number - b.number);
}

/** Set a new goal, and let go of its draft. */
export function setGoal(
  episodeId: string,
  { text, measure, target }: GoalWords,
  draft: string,
): Promise<void> {
  const at = Date.now();
  const data = { episode_id: episodeId, number: nextNumber(goalsOf(episodeId)), text, measure, target };
  return openVault().write([made("goal.set", uuid7(at), data, at)], { dropDrafts: [draft] });
}

/** Say today that a goal was reached, or, with a reason, that it is no longer pursued. */
export function closeGoal({ id }: GoalRow, outcome: "met" | "ended", reason: string | null): Promise<void> {
  const data = { outcome, on: today.value, reason };
  return openVault().write([made("goal.close", id, data, Date.now(), { version: versionOf("goal", id) })]);
}

export function reopenGoal({ id }: GoalRow): Promise<void> {
  return openVault().write([made("goal.reopen", id, {}, Date.now(), { version: versionOf("goal", id) })]);
}

/** Store what to mind as it is now; only what changed is told, so that a colleague's change stays. */
export async function changePrecautions(
  patient: PatientRow,
  { added, removed }: { added: readonly string[]; removed: readonly string[] },
  limits: Readonly<Record<string, number | null>>,
  draft: string,
): Promise<void> {
  const stands = (one: string) => patient.precautions.includes(one);
  const data = {
    added: added.filter((one) => !stands(one)),
    removed: removed.filter(stands),
    limits: changedLimits(patient.vital_limits, limits).map((one) => ({ ...one })),
  };
  const changes = data.added.length + data.removed.length + data.limits.length;
  const change = made("precautions.change", patient.id, data, Date.now(), { version: patient.version });
  await openVault().write(changes > 0 ? [change] : [], { dropDrafts: [draft] });
}
