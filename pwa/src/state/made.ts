/** How this tablet makes mutations: ids, what they depend on, and how each time was taken. */
import { uuid7 } from "../domain/ids";
import { localInstant, offsetMinutes } from "../domain/time";
import type { EntityName, MutationKind, NewMutation, Performer, Provenance, TimeFact } from "../domain/types";
import { localZone, monotonic, PAGE_RUN } from "./clock";
import { openVault, rows } from "./vault";

/** Make one change. `needs` are ids of rows that must be on the server before it. */
export function made(
  kind: MutationKind,
  entity: string,
  data: Record<string, unknown>,
  at: number,
  { needs = [] as readonly string[], version = 0, before = [] as readonly NewMutation[] } = {},
): NewMutation {
  const depends_on = [
    ...makersOf(needs),
    ...before.filter((one) => needs.includes(one.entity)).map(({ id }) => id),
  ];
  return { id: uuid7(at), kind, entity, base_version: version, depends_on, made_at: localInstant(at), data };
}

const MAKERS: ReadonlySet<string> = new Set([
  "visit.start",
  "segment.start",
  "intervention.record",
  "procedure.record",
]);

/** The waiting mutations that make some rows. */
function makersOf(ids: readonly string[]): string[] {
  return openVault()
    .outbox()
    .filter(({ mutation }) => MAKERS.has(mutation.kind) && ids.includes(mutation.entity))
    .map(({ mutation }) => mutation.id);
}

/** The version of a row as this tablet knows it; 0 when the server does not have it. */
export function versionOf(entity: EntityName, id: string): number {
  return rows.value[entity].get(id)?.version ?? 0;
}

/** How a time at `at` (ms) was taken here. */
export function timeFact(performer: Performer, provenance: Provenance, at: number): TimeFact {
  return {
    performer,
    provenance,
    zone: localZone(at),
    offset_minutes: offsetMinutes(at),
    page_run_id: PAGE_RUN,
    monotonic_ms: provenance === "timed" ? monotonic() : null,
  };
}
