/** What goes between the server and storage: pages of the feed, answers to a push, sealed work. */
import type { Plain, Verdict } from "./work";

/** One page of the feed. */
export interface Page {
  epoch: string;
  cursor: string;
  has_more: boolean;
  scope_version: string | number | null;
  backup_seq: number | null;
  acked_n: number;
  server_time: string;
  removed: string[];
  /** How far it reaches; null from a server that does not tell. */
  position: Position | null;
  changes: Change[];
  missing: Missing[];
}

/** The patients of the caseload, and the last number of a page among all there are. */
export interface Position {
  caseload: number;
  seq: number;
  newest: number;
}

export interface Change {
  entity: string;
  id: string;
  version: number;
  deleted: boolean;
  data: { [key: string]: Plain } | null;
}

/** The answer to one push, as far as storage is concerned. */
export interface PushResult {
  verdicts: readonly { n: number; verdict: Verdict }[];
  seq: number | null;
  acked_n: number;
}

/** Work of a tablet of this clinician that never arrived, as the server noticed. */
export interface Missing {
  device_id: string;
  /** What people call the tablet. */
  name: string;
  kind: string;
  /** First and last numbers; none when the whole tablet came back empty. */
  ranges: number[][];
  /** When the newest change before the gap was made, and the oldest after it. */
  after: string | null;
  before: string | null;
  last_heard: string;
}

/** First and last number, both included. */
export type Range = readonly [number, number];

/** Which numbers lie where, at one instant. */
export interface HeldNumbers {
  next: number;
  waiting: Range[];
  /** On the server, as it said. */
  sent: Range[];
  quarantined: Range[];
  /** Decided here: they never had to arrive under their number. */
  settled: Range[];
}

/** The encrypted outbox as the server takes it from a tablet that cannot open it. */
export interface SealedUpload {
  protocol: 1;
  clinician_id: string;
  device_id: string;
  wrap: { v: 1; kind: "organization"; kid: string; ephemeral: string; iv: string; ct: string };
  rows: { store: "outbox" | "sent" | "quarantine"; n: number; iv: string; ct: string }[];
}

/** A part of it with the token that lets this tablet hand it in, and nothing else. */
export interface SealedPart {
  upload: SealedUpload;
  token: string;
}
