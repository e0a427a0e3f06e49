/** What an organization adds to the library of activities that ships. */
import type { Dose } from "./record";
import type { Row } from "./row";

export interface ActivityRow extends Row {
  name: string;
  /** One of the library's groups. */
  group: string;
  codes: string[];
  /** Dose fields that stand there at once. */
  fields: (keyof Dose)[];
  changed_at: string;
  /** Since when it is no longer offered; what was done of it stays readable. */
  retired_at: string | null;
}
