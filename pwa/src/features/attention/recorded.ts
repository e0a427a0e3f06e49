/** What a mutation recorded, field by field, as a person reads and copies it. Ids and technical fields are left out. */
import { clockTime, dayIn, dayText } from "../../domain/time";
import type { Named } from "../../state/deciding";
import { zone } from "../../state/vault";
import type { Plain } from "../../storage";

/** Fields that say how a time was taken: of no use to a reader here. */
const TECHNICAL = new Set([
  "zone",
  "offset_minutes",
  "page_run_id",
  "monotonic_ms",
  "base_hash",
  "sha256",
  "content",
  "ids",
  "by",
  "at",
  "flags",
  "removed",
  "id",
  "kept_at",
  "of",
  "left_at",
]);

/** The fields that say something, in the order in which they were recorded; times as the clinic's clock shows them. */
export function recorded(data: Readonly<Record<string, unknown>>, clock = zone.value): Named[] {
  return Object.entries(data).flatMap(([name, value]) => {
    if (isKept(value)) return value.map((one) => ({ name: one.name, text: asTime(one.text, clock) }));
    if (isTechnical(name) || readable(value) === "") return [];
    return [{ name: spaced(name), text: asTime(readable(value), clock) }];
  });
}

/** Fields of an earlier version, as they were kept. */
function isKept(value: unknown): value is Named[] {
  const named = (one: unknown) => typeof one === "object" && one !== null && "name" in one && "text" in one;
  return Array.isArray(value) && value.length > 0 && value.every(named);
}

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/;

function asTime(text: string, clock: string): string {
  if (!INSTANT.test(text)) return text;
  const at = Date.parse(text);
  return `${dayText(dayIn(clock, at))}, ${clockTime(clock, at)}`;
}

/** The same fields of another version: what `mine` has none of is not compared. */
export function counterpart(mine: Readonly<Record<string, unknown>>, theirs: Plain): Named[] {
  const other = (typeof theirs === "object" && theirs !== null ? theirs : {}) as Record<string, unknown>;
  const names = Object.keys(mine).filter((name) => name in other);
  return recorded(Object.fromEntries(names.map((name) => [name, other[name]])));
}

/** As text to copy: one field a line. */
export function asText(words: readonly Named[]): string {
  return words.map(({ name, text }) => `${name}: ${text}`).join("\n");
}

function isTechnical(name: string): boolean {
  return TECHNICAL.has(name) || name.endsWith("_id");
}

function spaced(name: string): string {
  return name.replaceAll("_", " ");
}

function readable(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(readable).filter(Boolean).join(", ");
  if (typeof value !== "object") return String(value);
  return Object.entries(value)
    .filter(([name, one]) => !isTechnical(name) && readable(one) !== "")
    .map(([name, one]) => `${spaced(name)} ${readable(one)}`)
    .join(", ");
}
