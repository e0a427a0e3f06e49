/** Times of day as they are typed, in the clinic's zone. */

/** "09:29:05" of an instant (ms) in a zone, as a time field takes it. */
export function typedTime(zone: string, at: number): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).format(at);
}

/**
 * The instant (ms) at which a clock in `zone` shows `typed` on the day of `near`.
 *
 * Of the two instants that an hour repeated in autumn offers, the one nearer to `near`.
 * Null when nothing that reads as a time was typed.
 */
export function instantOf(zone: string, typed: string, near: number): number | null {
  const found = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(typed.trim());
  if (!found) return null;
  const [hours, minutes, seconds] = [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)];
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const wanted = hours * 3600 + minutes * 60 + seconds;
  const first = near + (wanted - secondOfDay(zone, near)) * 1000;
  const aligned = first - (first % 1000);
  const candidates = [-1, 0, 1]
    .map((hour) => aligned + hour * 3_600_000)
    .filter((at) => secondOfDay(zone, at) === wanted);
  return candidates.sort((a, b) => Math.abs(a - near) - Math.abs(b - near))[0] ?? null;
}

function secondOfDay(zone: string, at: number): number {
  const [hours = 0, minutes = 0, seconds = 0] = typedTime(zone, at).split(":").map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}
