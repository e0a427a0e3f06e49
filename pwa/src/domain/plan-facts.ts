/** Where a plan of care stands: plain facts, never a nudge. */
import type { EpisodeRow } from "./types";

export interface PlanFacts {
  /** Which visit this is, or how many there were. */
  visit: number;
  planned: number | null;
  /** The visit by which the next progress report is due (Medicare: every tenth; CMS Pub. 100-02, 15, 220.3.D). */
  reportBy: number | null;
  certifiedUntil: string | null;
  authorizedVisits: number | null;
  authorizedUntil: string | null;
}

/** The facts at a visit; `visit` counts from 1. */
export function planFacts(episode: EpisodeRow, visit: number): PlanFacts {
  const every = episode.progress_report_every;
  return {
    visit,
    planned: episode.visits_planned,
    reportBy: every ? Math.max(1, Math.ceil(visit / every)) * every : null,
    certifiedUntil: episode.certified_until,
    authorizedVisits: episode.authorized_visits ?? null,
    authorizedUntil: episode.authorized_until ?? null,
  };
}
