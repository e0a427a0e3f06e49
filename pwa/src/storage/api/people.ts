/** Who works on this tablet, and what the lock screen may know of it. */
/** Somebody who set a PIN on this tablet; shown on the lock screen, so never a patient. */
export interface Person {
  clinician_id: string;
  device_id: string;
  shown_as: string;
  /** Ids of earlier enrolments whose work this tablet still knew; missing in what older versions wrote. */
  earlier?: string[];
}

/** Who is signed in, as `GET /api/session` says. */
export interface Clinician {
  id: string;
  name: string;
  email: string;
  credentials: string;
  roles: string[];
  discipline: "PT" | "OT" | null;
}

export interface Organization {
  id: string;
  name: string;
  time_zone: string;
  offline_lease_hours: number;
  /** base64url SPKI of the organization's P-256 key; the outbox is also sealed to it. */
  outbox_public_key: string;
  demo: boolean;
  second_factor: boolean;
}

/** The clock that runs, in clear: opaque ids and instants only, so the lock screen can show it. */
export interface RunningFact {
  segment_id: string;
  visit_id: string;
  started_at: string;
  page_run_id: string | null;
  monotonic_ms: number | null;
}

/** A stop made on the lock screen; becomes a `segment.stop` mutation at the next unlock. */
export interface StopFact {
  segment_id: string;
  ended_at: string;
  because: "stop" | "pause";
  zone: string | null;
  offset_minutes: number | null;
  page_run_id: string | null;
  monotonic_ms: number | null;
}

/** What the lock screen may know without a PIN. */
export interface LockScreen {
  running: RunningFact | null;
  /** Mutations that only this tablet has: outbox, and sealed ones of an earlier enrolment. */
  only_here: number;
  shredded: boolean;
  lease_expired: boolean;
  /** Seconds until the next PIN is taken; 0 when one may be tried now. */
  wait_seconds: number;
  tries_left: number;
}

export interface Enrolment {
  clinician: Clinician;
  organization: Organization;
  /** A fresh id for each enrolment; numbers start at 1 with it. */
  deviceId: string;
  /** base64url, from POST /api/devices. */
  serverHalf: string;
  /** From POST /api/devices: lets sealed work be handed in when nobody can sign in or unlock. */
  uploadToken: string;
  pin: string;
}
