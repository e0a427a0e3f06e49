/**
 * One intervention as a sentence, e.g. "Neuromuscular re-education of the left lower extremity by PNF
 * to improve range, strength and coordination of hip, knee and ankle: 3 × 10, minimal help, 3 touch cues."
 */
import { codeLabel } from "./codes";
import { doseCircumstances, doseFigures } from "./dose";
import { joined, lowerFirst, trimStop } from "./phrase";
import type { GoalRow, InterventionRow } from "./types";

const MODEL_CODE = "97112";

/** What was done, where, why and how much. */
export function interventionText(one: InterventionRow, goals: readonly GoalRow[]): string {
  const where = joined(one.regions.map(regionText));
  const deficit = one.deficit ? ` Deficit: ${trimStop(one.deficit)}.` : "";
  return `${whatText(one, where)}${purposeText(one.purpose)}${extentText(one)}.${deficit}${goalText(one, goals)}`;
}

function whatText({ code, technique }: InterventionRow, where: string): string {
  if (code === MODEL_CODE) return `${codeLabel(code)}${where ? ` of ${where}` : ""} by ${technique}`;
  return `${technique}${where ? ` for ${where}` : ""}`;
}

/** Verbs that a purpose may begin with, so that "to" can stand before it. */
const VERBS = /^(improve|increase|restore|regain|reduce|decrease|maintain|prevent|enable|retrain|relearn)\b/i;

function purposeText(purpose: string): string {
  const text = lowerFirst(trimStop(purpose));
  if (!text) return "";
  return VERBS.test(text) ? ` to ${text}` : ` (purpose: ${text})`;
}

function extentText(one: InterventionRow): string {
  const dose = [doseFigures(one.dose), doseCircumstances(one.dose)].filter(Boolean).join(", ");
  const extent = [
    one.intensity && `intensity ${lowerFirst(trimStop(one.intensity))}`,
    one.frequency && trimStop(one.frequency),
    one.duration && `for ${trimStop(one.duration)}`,
  ];
  const told = [dose, extent.filter(Boolean).join(", ")].filter(Boolean).join("; ");
  return told && `: ${told}`;
}

function goalText(one: InterventionRow, goals: readonly GoalRow[]): string {
  const goal = goals.find((row) => row.id === one.goal_id);
  if (!goal) return "";
  const same = goal.text.trim() === one.purpose.trim();
  return same ? ` Goal ${goal.number}.` : ` Goal ${goal.number}: ${lowerFirst(trimStop(goal.text))}.`;
}

const PLURALS: Readonly<Record<string, string>> = { foot: "feet" };

/** "the left knee", "both knees", "the trunk". */
export function regionText(region: string): string {
  const part = region.replace(/^bilateral /, "");
  if (part === region) return `the ${region}`;
  return `both ${PLURALS[part] ?? (part.endsWith("y") ? `${part.slice(0, -1)}ies` : `${part}s`)}`;
}
