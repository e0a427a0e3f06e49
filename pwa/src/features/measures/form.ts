/** The measure form as data: trials or a typed score, and the value they make. */
import { combined, impossibleValue, type Measure, shownNumber, storedNumber } from "../../domain/measures";
import type { MeasureRow } from "../../domain/types";
import type { Plain } from "../../storage";
import { measures as m } from "../../words/measures";

export type MeasureForm = {
  side: string | null;
  /** Trials in the unit of a trial: milliseconds of a stopwatch, else the stored unit. */
  trials: number[];
  /** A score as it stands in its field. */
  typed: string;
  /** A trial that is being typed and not yet added. */
  trial: string;
  /** When the stopwatch was started, in ms since 1970; survives a reload. */
  startedAt: number | null;
};

export const EMPTY: MeasureForm = { side: null, trials: [], typed: "", trial: "", startedAt: null };

export function formOfRow(measure: Measure, row: MeasureRow): MeasureForm {
  return { ...EMPTY, side: row.side, trials: row.trials, typed: shownNumber(measure, row.value) };
}

export function formOfDraft(draft: Plain | undefined): MeasureForm | null {
  if (!draft || typeof draft !== "object" || Array.isArray(draft)) return null;
  return { ...EMPTY, ...(draft as Partial<MeasureForm>) };
}

/** The value in the stored unit, or null while there is none. */
export function valueIn(measure: Measure, form: MeasureForm): number | null {
  if (measure.by === "score" || form.trials.length === 0) return storedNumber(measure, form.typed);
  return combined(measure, form.trials);
}

/** Why the form cannot be saved, in words, or null. */
export function wrongWith(measure: Measure, form: MeasureForm): string | null {
  if (form.trial.trim()) return m.addFirst;
  const value = valueIn(measure, form);
  if (value === null) return form.typed.trim() ? m.unreadable : m.needed;
  if (!isWhole(measure, form)) return m.allNeeded(measure.conditions?.length ?? 0);
  const found = impossibleValue(measure, value);
  if (!found) return null;
  if (found.kind === "not-whole") return m.unreadable;
  return m.impossible[found.kind](`${shownNumber(measure, found.bound)} ${measure.shown.unit}`);
}

/** Whether each condition was taken; stages may end at the first that was not held. */
function isWhole({ conditions, combine, cap = 0 }: Measure, { trials }: MeasureForm): boolean {
  if (!conditions || trials.length === 0 || trials.length >= conditions.length) return true;
  return combine === "held" && trials.some((one) => one < cap);
}

/** A typed trial in its unit, or what is wrong with it. Times are typed in seconds. */
export function typedTrial(measure: Measure, typed: string): { trial: number } | { wrong: string } {
  const divide = measure.by === "stopwatch" ? 1000 : measure.shown.divide;
  const text = typed.trim().replace(",", ".");
  if (!/^-?\d+(\.\d+)?$/.test(text)) return { wrong: m.unreadable };
  const trial = Math.round(Number(text) * divide);
  const most = measure.by === "stopwatch" ? LONGEST_TRIAL_MS : measure.most;
  if (trial < 0) return { wrong: m.impossible.low("0") };
  if (trial > most) return { wrong: m.impossible.high(String(most / divide)) };
  return { trial };
}

/** Longer than any of the tests takes: somebody forgot to stop. */
export const LONGEST_TRIAL_MS = 600_000;
