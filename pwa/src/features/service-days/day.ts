/** A service day as the desk asks for it and is told of it. */
import type { Finding, ProcedureRow, ServiceDayRow } from "../../domain/types";
import type { Claim } from "../../words/desk";

export type State = ServiceDayRow["state"];

export type Listed = Omit<ServiceDayRow, "finding"> & {
  /** What went wrong inside, when the day could not be finalized; the former revision stands. */
  finding: Finding | null;
  patient_name: string;
  birth_date: string;
  policy_label: string;
  submitted?: { revision: number; at: string; by_name: string } | null;
};

export type Revision = NonNullable<ServiceDayRow["revision"]> & { corrected_claim?: boolean };

export interface Attested {
  kind: "distinct" | "kx";
  column1: string | null;
  column2: string | null;
  basis: string | null;
  reason: string | null;
  by_name: string;
  at: string;
}

export interface Whole {
  service_day: Listed;
  revisions: Revision[];
  procedures: ProcedureRow[];
  attestations: Attested[];
}

export interface Found {
  service_days: Listed[];
  more: boolean;
  needs: { whose: string; who: string; days: number }[];
}

/** How the list is narrowed; "" where it is not. A patient is asked for by id, never by name. */
export interface Narrowed {
  state: State | "";
  since: string;
  until: string;
  payer: string;
  discipline: string;
  patient: string;
  needs: string;
  claim: Claim | "";
}

export const ALL: Narrowed = {
  state: "",
  since: "",
  until: "",
  payer: "",
  discipline: "",
  patient: "",
  needs: "",
  claim: "",
};

/** The address of a narrowed list. */
export function listPath(narrowed: Narrowed): string {
  const given = Object.entries(narrowed).filter(([, value]) => value !== "");
  const query = new URLSearchParams(given).toString();
  return query ? `/api/service-days?${query}` : "/api/service-days";
}

/** How many of the further filters narrow the list; state and patient stand on their own. */
export function narrowedBy({ state: _state, patient: _patient, ...others }: Narrowed): number {
  return Object.values(others).filter(Boolean).length;
}
