/** A counter that goes on over reloads and locks: its plan and taps are a draft of the visit. */
import type { Fact, Plan } from "../../domain/counter";
import type { Dose, InterventionRow } from "../../domain/types";
import type { VisitRecord } from "../../domain/visit";
import { lastTime } from "../../domain/visit";
import { saveCaptured } from "../../state/recording";
import { openVault, rows } from "../../state/vault";

export type Counting = {
  /** For which intervention; null for one that is not recorded yet. */
  interventionId: string | null;
  plan: Plan;
  facts: Fact[];
};

export const NO_PLAN: Plan = { sets: null, reps: null, hold_seconds: null, rest_seconds: null };

const keyOf = (visitId: string) => `counter:${visitId}`;
const captureKey = (visitId: string, id: string | null) => `capture:${visitId}:${id ?? "new"}`;

/** The counter of a visit as it was left, or a fresh one for the latest intervention. */
export function openCounter(record: VisitRecord): Counting {
  const kept = openVault().draft(keyOf(record.visit.id)) as Counting | undefined;
  if (kept) return kept;
  const latest = record.interventions.at(-1) ?? null;
  return { interventionId: latest?.id ?? null, plan: planFor(record, latest), facts: [] };
}

/** The plan from the intervention's own dose, else from last time's. */
export function planFor(record: VisitRecord, one: InterventionRow | null): Plan {
  if (!one) return NO_PLAN;
  const last = lastTime(rows.value, record.visit, one)?.intervention.dose ?? {};
  const dose = { ...last, ...one.dose };
  return {
    sets: dose.sets ?? null,
    reps: dose.reps ?? null,
    hold_seconds: dose.hold_seconds ?? null,
    rest_seconds: dose.rest_seconds ?? null,
  };
}

export function keepCounter(visitId: string, counting: Counting): Promise<void> {
  return openVault().saveDraft(keyOf(visitId), counting);
}

export function dropCounter(visitId: string): Promise<void> {
  return openVault().dropDraft(keyOf(visitId));
}

/**
 * Put the counted dose where it belongs; resolves with the address to go on at.
 *
 * The tap that led here confirmed it. On a recorded intervention it is stored at once; while its
 * form is open, or none is recorded, it goes into the form, which is saved as a whole.
 */
export async function stampDose(record: VisitRecord, id: string | null, dose: Dose): Promise<string> {
  const visit = `/visit/${record.visit.id}`;
  const vault = openVault();
  const key = captureKey(record.visit.id, id);
  const draft = vault.draft(key) as { dose?: Dose; copied?: string[] } | undefined;
  const one = record.interventions.find((known) => known.id === id);
  if (one && !draft) {
    await saveCaptured({ ...fieldsOf(one, dose), responseId: null, response: null }, key);
    await dropCounter(record.visit.id);
    return visit;
  }
  const copied = (draft?.copied ?? []).filter((field) => !(field in dose));
  const merged = { ...draft, dose: { ...draft?.dose, ...dose }, copied };
  await vault.saveDraft(key, merged);
  await dropCounter(record.visit.id);
  return one ? `${visit}/intervention/${one.id}` : `${visit}/add`;
}

function fieldsOf(one: InterventionRow, dose: Dose) {
  const { id, version: _version, patient_id: _patient, by: _by, at: _at, removed: _removed, ...fields } = one;
  return { id, intervention: { ...fields, dose: { ...one.dose, ...dose } } };
}
