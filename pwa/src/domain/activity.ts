/**
 * Knowing an activity again.
 *
 * A note keeps the name under which an activity was recorded. An organization's own activity
 * may be renamed, so it is known by its id; one that ships, or one in somebody's words, by its name.
 */
import type { ActivityRow, InterventionRow, Rows } from "./types";

type Named = Pick<InterventionRow, "activity_id" | "technique">;

const OWN = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** By what an activity is told apart from others. */
export function activityKey({ activity_id: id, technique }: Named): string {
  return id !== null && OWN.test(id) ? id : technique;
}

/** The organization's own activity that was done, or null when it is none of its own. */
export function ownActivity(rows: Rows, { activity_id: id }: Pick<Named, "activity_id">): ActivityRow | null {
  return (id !== null && rows.activity.get(id)) || null;
}

/** What an activity is called today. */
export function nameToday(rows: Rows, one: Named): string {
  return ownActivity(rows, one)?.name ?? one.technique;
}

/** Whether the organization no longer offers an activity. */
export function isRetired(rows: Rows, one: Pick<Named, "activity_id">): boolean {
  return (ownActivity(rows, one)?.retired_at ?? null) !== null;
}
