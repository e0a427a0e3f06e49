/** The organization, who works there, and its patients. */
import type { Discipline, Row } from "./row";

export interface OrganizationRow extends Row {
  name: string;
  time_zone: string;
  offline_lease_hours: number;
  outbox_public_key: string;
}

export interface ClinicRow extends Row {
  name: string;
  time_zone: string;
  place_of_service: string;
}

export interface ClinicianRow extends Row {
  name: string;
  credentials: string;
  roles: string[];
  discipline: Discipline | null;
  active: boolean;
}

export interface CareTeamRow extends Row {
  clinician_id: string;
  patient_id: string;
  since: string;
  until: string | null;
}

export interface PatientRow extends Row {
  given_name: string;
  family_name: string;
  birth_date: string;
  precautions: string[];
  vital_limits: Record<string, number>;
}
