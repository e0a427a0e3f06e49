/** Dates of service as the server says them too: the same cases are read there. */
import { describe, expect, test } from "vitest";
import golden from "../../../tests/golden/dates_of_service.json";
import { replay } from "./replay";
import type { Replayed } from "./replay-rows";
import { type Author, emptyRows, type MutationKind } from "./types";

interface Case {
  name: string;
  started_at: string;
  clock_offset_ms: number;
  first?: string;
  second?: string;
  corrected?: string;
  date: string;
}

const AUTHOR: Author = { clinician_id: "c1", name: "Rowan Tester", credentials: "PT" };
const ZONE = { id: "o1", version: 1, name: "Elm Street", time_zone: "America/New_York" };

function sent(one: Case): Replayed[] {
  const { clock_offset_ms } = one;
  const make = (kind: MutationKind, entity: string, data: Record<string, unknown>): Replayed => ({
    id: `${kind} ${entity}`,
    kind,
    entity,
    made_at: "2026-11-24T06:00:00.000Z",
    clock_offset_ms,
    data,
  });
  const start = make("visit.start", "v1", { patient_id: "p1", started_at: one.started_at });
  const stretches = [one.first, one.second].flatMap((started_at, i) =>
    started_at ? [make("segment.start", `s${i}`, { visit_id: "v1", code: "97112", started_at })] : [],
  );
  const last = stretches.at(-1);
  if (!last || !one.corrected) return [start, ...stretches];
  return [start, ...stretches, make("segment.correct", last.entity, { started_at: one.corrected })];
}

describe("the date of service of a visit that the server has not seen", () => {
  const rows = {
    ...emptyRows(),
    organization: new Map([["o1", { ...ZONE, offline_lease_hours: 72, outbox_public_key: "" }]]),
  };

  test.each(golden.cases as Case[])("$name", (one) => {
    expect(replay(rows, sent(one), AUTHOR).visit.get("v1")?.date_of_service).toBe(one.date);
  });
});
