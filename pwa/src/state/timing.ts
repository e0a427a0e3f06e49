/**
 * The clock's actions. Each writes its facts in one strict transaction before the screen changes.
 *
 * A second tap within a second does nothing; for ten seconds the last tap can be
 * taken back. Nothing is ever deleted: taking back adds a correction.
 */
import { signal } from "@preact/signals";
import { uuid7 } from "../domain/ids";
import { runningSegment } from "../domain/segment";
import { instant, at as ms } from "../domain/time";
import type {
  CorrectionReason,
  NewMutation,
  PauseReason,
  Performer,
  SegmentRow,
  StopCause,
} from "../domain/types";
import { type RunningFact, StorageFault } from "../storage";
import { monotonic, PAGE_RUN, tickWith } from "./clock";
import { made, timeFact, versionOf } from "./made";
import { me, openVault, rows } from "./vault";
import { beginning } from "./visits";

/** What the last tap did, for ten seconds. */
export interface Undoable {
  visitId: string;
  stopped: SegmentRow | null;
  started: string | null;
  until: number;
}
export const undoable = signal<Undoable | null>(null);

/** Another patient's code that a start has stopped. */
export interface StoppedElsewhere {
  visitId: string;
  patient: string;
  code: string;
  at: number;
  /** Where the notice stands. */
  shownAt: string;
}
export const stoppedElsewhere = signal<StoppedElsewhere | null>(null);

/** Why the last tap was not stored; nothing changed then. */
export const timingFault = signal<StorageFault | null>(null);

const GUARD_MS = 1000;
export const UNDO_MS = 10_000;
let lastTap = -GUARD_MS;

/** True for the second after a tap, in which another does nothing; buttons say so to screen readers. */
export const guarded = signal(false);
let underWay: Promise<void> = Promise.resolve();

/** Resolves when the last tap on the clock is on disk, or was told to have failed. */
export function settled(): Promise<void> {
  return underWay;
}

/** The segment that runs for this clinician, in any visit. */
export function runningHere(): SegmentRow | null {
  return runningSegment(rows.value, me.value.clinician_id);
}

/** Whoever signs in treats; assistants as assistants. */
export function ownPerformer(): Performer {
  return me.value.credentials.endsWith("A") ? "assistant" : "therapist";
}

/** Start a code, stopping whatever runs. */
export function start(visitId: string, code: string, performer: Performer): Promise<void> {
  return tapped(async (at) => {
    const before = runningHere();
    const first = beginning(visitId, at);
    const stops = before ? [stopping(before, at, "switch")] : [];
    const [segmentId, starts] = starting(visitId, code, performer, at, first);
    await openVault().write([...stops, ...first, starts], { running: fact(segmentId, visitId, at) });
    tickWith(at);
    offerUndo(visitId, before, segmentId, at);
    tellElsewhere(before, visitId, at);
  });
}

/** Stop or pause what runs. */
export function stop(because: Extract<StopCause, "stop" | "pause">): Promise<void> {
  return tapped(async (at) => {
    const before = runningHere();
    if (!before) return;
    await openVault().write([stopping(before, at, because)], { running: null });
    offerUndo(before.visit_id, before, null, at);
  });
}

/** Say why a segment was paused. Its time stays as it is, and is not a corrected one. */
export function sayPause(segment: SegmentRow, reason: PauseReason): Promise<void> {
  const at = Date.now();
  const data = { segment_id: segment.id, reason, at: instant(at) };
  const said = made("pause.record", uuid7(at), data, at, { needs: [segment.id] });
  const stops = openVault()
    .outbox()
    .filter(({ mutation }) => mutation.kind === "segment.stop" && mutation.entity === segment.id)
    .map(({ mutation }) => mutation.id);
  timingFault.value = null;
  underWay = told(() =>
    openVault().write([{ ...said, depends_on: [...new Set([...said.depends_on, ...stops])] }]),
  );
  return underWay;
}

/** Take the last tap back: what it started is struck out, what it stopped goes on from where it was. */
export function undo(): Promise<void> {
  return tapped(async (at) => {
    const last = undoable.value;
    undoable.value = null;
    if (!last) return;
    const started = last.started ? rows.value.segment.get(last.started) : undefined;
    const strikes = started ? striking(started, at) : [];
    if (!last.stopped) return openVault().write(strikes, { running: null });
    const { visit_id, code, performer, ended_at } = last.stopped;
    const from = ms(ended_at ?? rows.value.segment.get(last.stopped.id)?.ended_at ?? instant(at));
    const [segmentId, starts] = starting(visit_id, code, performer, from, [], "corrected");
    await openVault().write([...strikes, starts], { running: fact(segmentId, visit_id, from) });
    tickWith(from);
    stoppedElsewhere.value = null;
  });
}

/** What a correction says; what is not given stays. */
export interface Correcting {
  started_at?: string;
  ended_at?: string;
  code?: string;
  performer?: Performer;
  remove?: boolean;
  reason: CorrectionReason;
  note?: string;
}

/** Correct a segment. One that still runs and gets an end is stopped as well. */
export async function correct(segment: SegmentRow, correcting: Correcting): Promise<void> {
  const at = Date.now();
  const ends = segment.ended_at === null && (correcting.ended_at !== undefined || correcting.remove === true);
  const stops = ends ? [stopping(segment, at, "stop")] : [];
  const correction = made("segment.correct", segment.id, { ...correcting }, at, {
    version: versionOf("segment", segment.id),
    needs: [segment.id],
  });
  await openVault().write([...stops, correction], ends ? { running: null } : {});
}

/** Add a stretch that nobody timed; it is called reconstructed for good. `span` in ms. */
export async function reconstruct(
  visitId: string,
  code: string,
  performer: Performer,
  span: { from: number; to: number },
): Promise<void> {
  const first = beginning(visitId, span.from);
  const [segmentId, starts] = starting(visitId, code, performer, span.from, first, "reconstructed");
  const ends = {
    ended_at: instant(span.to),
    because: "stop",
    ...timeFact(performer, "reconstructed", span.to),
  };
  const stops = made("segment.stop", segmentId, ends, Date.now(), { needs: [segmentId], before: [starts] });
  await openVault().write([...first, starts, stops]);
}

function tapped(act: (at: number) => Promise<void>): Promise<void> {
  if (performance.now() - lastTap < GUARD_MS) return underWay;
  lastTap = performance.now();
  timingFault.value = null;
  underWay = told(act).finally(guard); // what is to be stored goes before what is to be drawn
  return underWay;
}

function guard(): void {
  const look = () => {
    guarded.value = performance.now() - lastTap < GUARD_MS;
  };
  look();
  setTimeout(look, GUARD_MS);
}

async function told(act: (at: number) => Promise<void>): Promise<void> {
  const at = Date.now();
  try {
    await act(at);
  } catch (cause) {
    if (!(cause instanceof StorageFault)) throw cause;
    timingFault.value = cause;
  }
}

function starting(
  visitId: string,
  code: string,
  performer: Performer,
  at: number,
  before: readonly NewMutation[],
  provenance: "timed" | "corrected" | "reconstructed" = "timed",
): [string, NewMutation] {
  const segmentId = uuid7(Date.now());
  const data = {
    visit_id: visitId,
    code,
    started_at: instant(at),
    ...timeFact(performer, provenance, at),
  };
  return [segmentId, made("segment.start", segmentId, data, Date.now(), { needs: [visitId], before })];
}

/** An end is never at or before the start: a millisecond is the shortest stretch. */
export function stopping(segment: SegmentRow, at: number, because: StopCause): NewMutation {
  const end = Math.max(at, ms(segment.started_at) + 1);
  const data = { ended_at: instant(end), because, ...timeFact(segment.performer, "timed", end) };
  return made("segment.stop", segment.id, data, at, { needs: [segment.id], version: segment.version });
}

function striking(segment: SegmentRow, at: number): NewMutation[] {
  const stops = segment.ended_at === null ? [stopping(segment, at, "stop")] : [];
  const strike = made("segment.correct", segment.id, { remove: true, reason: "other" }, at, {
    needs: [segment.id],
    version: segment.version,
  });
  return [...stops, strike];
}

function fact(segmentId: string, visitId: string, at: number): RunningFact {
  return {
    segment_id: segmentId,
    visit_id: visitId,
    started_at: instant(at),
    page_run_id: PAGE_RUN,
    monotonic_ms: monotonic(),
  };
}

function offerUndo(visitId: string, stopped: SegmentRow | null, started: string | null, at: number): void {
  const offered = { visitId, stopped, started, until: at + UNDO_MS };
  undoable.value = offered;
  setTimeout(() => {
    if (undoable.value === offered) undoable.value = null;
  }, UNDO_MS);
}

function tellElsewhere(before: SegmentRow | null, visitId: string, at: number): void {
  if (!before || before.visit_id === visitId) return;
  const patient = rows.value.patient.get(before.patient_id);
  stoppedElsewhere.value = {
    visitId: before.visit_id,
    patient: patient ? `${patient.given_name} ${patient.family_name}` : "",
    code: before.code,
    at,
    shownAt: visitId,
  };
}
