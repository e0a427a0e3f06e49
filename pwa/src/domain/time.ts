/** Instants, clinic days and how lengths of time read. `now` is always an argument. */

/** Milliseconds since 1970 of an RFC 3339 instant. */
export function at(instant: string): number {
  return Date.parse(instant);
}

/** The instant as it stands on the wire: UTC, milliseconds, Z. */
export function instant(ms: number): string {
  return new Date(ms).toISOString();
}

/** The offset of the local zone at `ms`, in minutes east of UTC. */
export function offsetMinutes(ms: number): number {
  return -new Date(ms).getTimezoneOffset() || 0;
}

/** RFC 3339 with the local offset, as `made_at` carries it. */
export function localInstant(ms: number, offset = offsetMinutes(ms)): string {
  const local = new Date(ms + offset * 60_000).toISOString().slice(0, 23);
  const sign = offset < 0 ? "-" : "+";
  const size = Math.abs(offset);
  const pad = (n: number) => String(n).padStart(2, "0");
  return `${local}${sign}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

const FORMATS = {
  day: { year: "numeric", month: "2-digit", day: "2-digit" },
  clock: { hour: "numeric", minute: "2-digit", hour12: true },
  seconds: { hour: "numeric", minute: "2-digit", second: "2-digit", hour12: true },
  weekday: { weekday: "short" },
  month: { month: "short" },
  offset: { timeZoneName: "longOffset" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Kept once made: making one takes longer than a hundred uses of it. */
function formatter(format: keyof typeof FORMATS, timeZone: string): Intl.DateTimeFormat {
  const key = `${format} ${timeZone}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", { timeZone, ...FORMATS[format] });
  formatters.set(key, made);
  return made;
}

/** The ISO day of an instant in a zone, e.g. the clinic's day of service. */
export function dayIn(zone: string, ms: number): string {
  const parts = formatter("day", zone).formatToParts(ms);
  const get = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  return `${get("year")}-${get("month")}-${get("day")}`;
}

/** How far a zone's clock is ahead of UTC at an instant, in minutes. */
export function zoneOffset(zone: string, ms: number): number {
  const parts = formatter("offset", zone).formatToParts(ms);
  const said = parts.find((part) => part.type === "timeZoneName")?.value ?? "";
  const found = /([+-])(\d{2}):(\d{2})/.exec(said);
  if (!found) return 0;
  return (found[1] === "-" ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3]));
}

/** "9:33" in a zone (24 hours are not used at the bedside here: a.m. and p.m. follow from the day). */
export function clockTime(zone: string, ms: number): string {
  return withoutHalf(formatter("clock", zone).format(ms));
}

/** "9:33:22" in a zone, with seconds: for a reviewer. */
export function clockSeconds(zone: string, ms: number): string {
  return withoutHalf(formatter("seconds", zone).format(ms));
}

function withoutHalf(text: string): string {
  return text.replace(/\s?[AP]M$/i, "");
}

/** "9:33" by this device's own clock; needs none of the tables that a zone takes a while to load. */
export function localClock(ms: number): string {
  const date = new Date(ms);
  return `${date.getHours() % 12 || 12}:${String(date.getMinutes()).padStart(2, "0")}`;
}

/** "14:32", from an hour on "1:02:05": a running length, never negative. */
export function lengthText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const pad = (n: number) => String(n).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${pad(minutes)}:${pad(whole % 60)}`;
  return `${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${pad(whole % 60)}`;
}

/** "Mon 23 Nov", from an ISO day. */
export function dayText(day: string): string {
  const date = new Date(`${day}T12:00:00Z`);
  const part = (format: "weekday" | "month") => formatter(format, "UTC").format(date);
  return `${part("weekday")} ${date.getUTCDate()} ${part("month")}`;
}

/** "14 Mar 1954", from an ISO day. */
export function dateText(day: string): string {
  const date = new Date(`${day}T12:00:00Z`);
  const month = formatter("month", "UTC").format(date);
  return `${date.getUTCDate()} ${month} ${date.getUTCFullYear()}`;
}

/** The zone in which a visit's times read: its own, else the organization's. */
export function visitZone(visit: { zone: string | null }, fallback: string): string {
  return visit.zone ?? fallback;
}
