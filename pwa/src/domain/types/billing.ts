/** What the server decided about a service day, and what clinicians said for it. */
import type { Discipline, Row } from "./row";

export interface DerivationStep {
  rule: string;
  says: string;
  source: string;
}

export interface BillingLine {
  code: string;
  units: number;
  modifiers: string[];
  minutes: number;
  held: boolean;
  outside: boolean;
  derivation: DerivationStep[];
}

export interface Finding {
  id: string;
  severity: "error" | "warning" | "info";
  says: string;
  source: string;
  line?: number;
  /** The two codes of the NCCI edit it is about, as the table has them. */
  column1?: string;
  column2?: string;
}

export interface BillingResult {
  timed_minutes: number;
  treatment_minutes: number;
  timed_units: number;
  units: number;
  lines: BillingLine[];
  unbilled: { code: string; minutes: number; because: string }[];
  choices: { between: string[]; chosen: string; basis: string }[];
  findings: Finding[];
}

export interface ServiceDayRow extends Row {
  patient_id: string;
  date_of_service: string;
  discipline: Discipline;
  payer_policy_id: string;
  policy_name: string;
  state: "pending" | "held" | "final";
  waits_for: { says: string; who: string; clinician_id: string | null }[];
  /** "finalize-failed" when the server could not finalize; the former revision stands. */
  finding: string | null;
  visit_ids: string[];
  revision: {
    number: number;
    finalized_at: string;
    previous: number | null;
    result: BillingResult;
    difference: { about: string; says: string }[];
  } | null;
}

export interface AttestationRow extends Row {
  visit_id: string;
  patient_id: string;
  kind: "distinct" | "kx";
  column1: string | null;
  column2: string | null;
  basis: string | null;
  reason: string | null;
  by: string;
  at: string;
}

export interface ChoiceRow extends Row {
  visit_id: string;
  patient_id: string;
  prefer: string[];
  by: string;
  at: string;
}

/** What somebody else did for the patient that day, e.g. a chiropractor's adjustment. */
export interface ProcedureRow extends Row {
  patient_id: string;
  date_of_service: string;
  visit_id: string | null;
  code: string;
  discipline: string;
  specialty: string | null;
  regions: string[];
  note: string | null;
  by: string;
  at: string;
  removed: boolean;
}
