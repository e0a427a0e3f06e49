/** What every row has, and the words that stand in several. */
export type Performer = "therapist" | "assistant" | "together";
export type Provenance = "timed" | "corrected" | "reconstructed" | "typed";
export type Discipline = "PT" | "OT";

/** What every row has. `version` is 0 while only this tablet knows the row. */
export interface Row {
  id: string;
  version: number;
}

/** How and where a time was taken: every time fact carries it. */
export interface TimeFact {
  performer: Performer;
  provenance: Provenance;
  zone: string | null;
  offset_minutes: number | null;
  page_run_id: string | null;
  monotonic_ms: number | null;
}
