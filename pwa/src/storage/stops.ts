/**
 * The lock screen's clock: shown and stopped without a PIN, without patient data.
 *
 * A stop is first a clear fact of ids and instants; at the next unlock it becomes
 * the encrypted `segment.stop` with the performer that its segment has.
 */
import { uuid7 } from "../domain/ids";
import type { NewMutation, Rows } from "../domain/types";
import type { Queued, StopFact } from "./api";
import { strictly, type WorkDatabase } from "./database";
import type { LockedStop } from "./work";

/** Write the stop and end the running clock in one strict transaction. A second stop does nothing. */
export function storeStop(work: WorkDatabase, stop: StopFact, now: number): Promise<void> {
  return strictly(work, ["facts"], async (tx) => {
    const facts = tx.objectStore("facts");
    const running = await facts.get("running");
    if (!running || running.segment_id !== stop.segment_id) return;
    await Promise.all([facts.put({ id: uuid7(now), ...stop }), facts.delete("running")]);
  });
}

/** What the stops mean as mutations. One whose segment has ended meanwhile means nothing any more. */
export function stopMutations(
  stops: readonly LockedStop[],
  rows: Rows,
  outbox: readonly Queued[],
  credentials: string,
): NewMutation[] {
  const own = credentials.endsWith("A") ? "assistant" : "therapist";
  return stops
    .filter(({ segment_id }) => !rows.segment.get(segment_id)?.ended_at)
    .map(({ id, segment_id, ...fact }) => {
      const segment = rows.segment.get(segment_id);
      const start = outbox.find(
        ({ mutation }) => mutation.entity === segment_id && mutation.kind === "segment.start",
      );
      return {
        id,
        kind: "segment.stop",
        entity: segment_id,
        base_version: segment?.version ?? 0,
        depends_on: start ? [start.mutation.id] : [],
        made_at: fact.ended_at,
        data: { ...fact, performer: segment?.performer ?? own, provenance: "timed" },
      };
    });
}
