/** A tablet as `GET /api/devices` tells it, and how its numbers and days read. */
import { at, clockTime, dateText, dayIn } from "../../domain/time";
import { tablets as words } from "../../words/tablets";

export interface Missing {
  kind: "gap" | "empty";
  ranges: [number, number][];
  after: string | null;
  before: string | null;
  last_heard: string;
}

/** What the tablet last told of itself; it may leave out what it does not know. */
export interface Report {
  installed?: boolean | null;
  persistence?: keyof typeof words.persistence | null;
  free_bytes?: number | null;
  waiting?: number | null;
  oldest_waiting_at?: string | null;
  quarantined?: number | null;
  unreadable?: number | null;
  clock_offset_ms?: number | null;
  warnings?: string[];
}

export interface Tablet {
  id: string;
  clinician_id: string;
  clinician_name: string;
  name: string;
  last_seen_at: string;
  revoked_at: string | null;
  last_version: string | null;
  report: Report | null;
  missing: Missing | null;
  kept_by_server: number;
  repaired_rows: number;
  repaired_at: string | null;
}

export interface Backup {
  configured: boolean;
  at: string | null;
}

export interface Tablets {
  devices: Tablet[];
  backup: Backup;
}

/** "23 Nov 2026 14:02" in the organization's zone. */
export function momentText(zone: string, instant: string): string {
  const ms = at(instant);
  return `${dateText(dayIn(zone, ms))} ${clockTime(zone, ms)}`;
}

export function dayOf(zone: string, instant: string): string {
  return dateText(dayIn(zone, at(instant)));
}

/** "17–18, 20". */
export function numbersText(ranges: Missing["ranges"]): string {
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(", ");
}

/** What never arrived, in one or two sentences. */
export function missingText({ kind, ranges, after, before }: Missing, zone: string): string {
  const count = ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  if (count === 0) return `${words.missing.empty} ${words.missing.unknown}`;
  const says =
    kind === "gap"
      ? words.missing.gap(count, numbersText(ranges))
      : words.missing.emptyWith(count, numbersText(ranges));
  return [says, whenMade(after && dayOf(zone, after), before && dayOf(zone, before))]
    .filter(Boolean)
    .join(" ");
}

function whenMade(after: string | null, before: string | null): string {
  if (after && before)
    return after === before ? words.missing.on(after) : words.missing.between(after, before);
  if (after) return words.missing.after(after);
  return before ? words.missing.before(before) : "";
}

/** What the tablet's storage is like: kept or not, how much is free, what does not open. */
export function storageText(report: Report): string {
  return [
    report.persistence ? words.persistence[report.persistence] : "",
    report.installed === false ? words.tab : "",
    typeof report.free_bytes === "number" ? words.free(report.free_bytes) : "",
    report.unreadable ? words.unreadable(report.unreadable) : "",
  ]
    .filter(Boolean)
    .join(", ");
}
