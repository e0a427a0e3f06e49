/** What this tablet has done: waiting, sent, or refused. */
import type { NewMutation } from "../../domain/types";
import type { RunningFact } from "./people";

/** What a draft holds. A form kept as one is a `type`: of an interface nobody knows that it is plain throughout. */
export type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };

/** A mutation as it goes on the wire. */
export interface Mutation extends NewMutation {
  n: number;
  schema: number;
  clock_offset_ms: number;
}

export type Applied = { verdict: "applied"; version: number; hash: string };
export type Conflict = { verdict: "conflict"; version: number; theirs: Plain; by: string; at: string };

export type Rejected = {
  verdict: "rejected";
  type: string;
  title: string;
  detail?: string;
  pointer?: string;
  /** The server refused the message it came in, and has no copy: this tablet has the only one. */
  only_here?: true;
};

export type Deferred = { verdict: "deferred"; waits_for: string[] };
export type Retry = { verdict: "retry"; type: string };

/** What the server said about one mutation; a duplicate is already replaced by its first verdict. */
export type Verdict = Applied | Conflict | Rejected | Deferred | Retry;

/** Waits to be sent, or was sent and got no final verdict yet. */
export interface Queued {
  n: number;
  mutation: Mutation;
  /** Its sending has begun: it may be on the server, so it is never folded again. */
  sending: boolean;
  /** The last answer that was not final. */
  last: Deferred | Retry | null;
}

/** On the server; kept until a backup has it. */
export interface Sent {
  n: number;
  mutation: Mutation;
  verdict: Applied | { verdict: "settled" };
  sent_at: number;
  /** The organization's number at COMMIT, when the server told it. */
  seq: number | null;
  /** Pulls completed when the verdict came: after a later one the base has the effect. */
  after_pull: number;
}

/** Refused or in conflict: stays with its words until the clinician decides. */
export interface Quarantined {
  n: number;
  mutation: Mutation;
  because: Conflict | Rejected;
  at: number;
}

export interface WriteOptions {
  /** The running clock after this write; leave out to keep it as it is. */
  running?: RunningFact | null;
  /** Drafts that became mutations by this write. */
  dropDrafts?: readonly string[];
  /** Quarantined numbers that the clinician has decided by this write. */
  settles?: readonly number[];
  /**
   * Queued mutations that wait for a refused one, made anew under their own numbers and ids.
   * What waits for a refused one was never applied, so the server holds nothing else under the id.
   */
  rewrites?: readonly Mutation[];
}
