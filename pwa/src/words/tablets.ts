/** Words of the page of tablets: what each told of itself, what waits, what never arrived. */
import { changes } from "./grammar";

const gigabytes = (bytes: number) =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;

export const tablets = {
  seen: (time: string) => `last sync ${time}`,
  version: (version: string) => `version ${version}`,
  facts: {
    waiting: "Only on the tablet",
    refused: "Waits for a decision",
    storage: "Storage",
    clock: "Clock",
    repaired: "Repaired",
  },
  none: "nothing",
  notTold: "not told yet",
  untold: "It has not told of itself yet. It does after its next sync.",
  waiting: (count: number, since: string) => (since ? `${changes(count)} since ${since}` : changes(count)),
  refused: (tablet: number, server: number) =>
    [tablet > 0 ? `${tablet} on the tablet` : "", server > 0 ? `${server} on the server` : ""]
      .filter(Boolean)
      .join(", "),
  persistence: {
    granted: "kept by the system",
    refused: "the system may clear it",
    unsupported: "the system promises nothing",
  },
  tab: "in a browser tab",
  free: (bytes: number) => `${gigabytes(bytes)} free`,
  unreadable: (count: number) => `${count} not readable`,
  clock: (seconds: number) => {
    const size = Math.abs(seconds);
    const length = size < 120 ? `${size} s` : `${Math.round(size / 60)} min`;
    return seconds === 0 ? "as the server's" : `${length} ${seconds > 0 ? "behind" : "ahead"}`;
  },
  repaired: (rows: number, day: string) => `${rows} ${rows === 1 ? "row" : "rows"}, ${day}`,
  missing: {
    gap: (count: number, numbers: string) => `${changes(count)} never arrived: ${numbers}.`,
    empty: "It came back empty.",
    emptyWith: (count: number, numbers: string) =>
      `It came back empty. ${changes(count)} never arrived: ${numbers}.`,
    on: (day: string) => `Made on ${day}.`,
    between: (after: string, before: string) => `Made between ${after} and ${before}.`,
    after: (day: string) => `Made on or after ${day}.`,
    before: (day: string) => `Made on or before ${day}.`,
    unknown: "What was recorded on it after it was last heard may be gone.",
    help: "Ask the clinician, look for a rescue file, and have it recorded again where it is gone.",
    settle: "It is dealt with",
  },
  backup: {
    none: "No backup is made. Tablets keep what they sent for 30 days. Set KINESYNC_BACKUP_FOLDER on the server.",
    never: "A folder for backups is set, and none was made yet.",
    at: (time: string) => `Newest verified backup: ${time}. Tablets let go of what it holds.`,
    late: (time: string) => `The newest verified backup is of ${time}: more than two days ago.`,
  },
} as const;
