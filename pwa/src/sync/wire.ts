/**
 * The JSON of /api/sync, read with suspicion: a proxy or a captive portal may answer too.
 *
 * Only an answer of exactly our shape counts; everything else is "not ours" and
 * changes nothing on the tablet.
 */
import type { Missing, Mutation, Page, Plain, Position, Verdict } from "../storage/api";

export const PROTOCOL = 1;

export interface PushBody {
  protocol: typeof PROTOCOL;
  device_id: string;
  epoch: string | null;
  mutations: Mutation[];
}

export interface PushAnswer {
  epoch: string;
  server_time: string;
  acked_n: number;
  seq: number | null;
  /** In the order of the mutations that were sent; duplicates replaced by their first verdict. */
  verdicts: Verdict[];
}

/** RFC 9457, as this server writes it. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  pointer?: string;
  errors?: Plain;
}

/** The answer is not one of our server's. */
export class NotOurs extends Error {
  override readonly name = "NotOurs";
}

type Fields = Record<string, unknown>;

export function readPushAnswer(json: unknown, sent: readonly Mutation[]): PushAnswer {
  const answer = fields(json);
  const verdicts = list(answer.verdicts);
  if (verdicts.length !== sent.length) throw new NotOurs();
  return {
    epoch: text(answer.epoch),
    server_time: instant(answer.server_time),
    acked_n: whole(answer.acked_n),
    seq: answer.seq === undefined || answer.seq === null ? null : whole(answer.seq),
    verdicts: verdicts.map((verdict, i) => readVerdict(verdict, sent[i]?.id ?? "")),
  };
}

/** Read one verdict. A word that this app does not know is asked again later, never guessed. */
export function readVerdict(json: unknown, id: string): Verdict {
  const said = fields(json);
  if (said.id !== undefined && said.id !== id) throw new NotOurs();
  switch (said.verdict) {
    case "applied":
      return { verdict: "applied", version: whole(said.version), hash: text(said.hash) };
    case "duplicate":
      return readVerdict({ ...fields(said.first), id }, id);
    case "conflict":
      return {
        verdict: "conflict",
        version: whole(said.version),
        theirs: (said.theirs ?? null) as Plain,
        by: optional(said.by) ?? "",
        at: optional(said.at) ?? "",
      };
    case "rejected":
      return { verdict: "rejected", ...readReason(said) };
    case "deferred":
      return { verdict: "deferred", waits_for: list(said.waits_for).map(text) };
    default:
      return { verdict: "retry", type: optional(said.type) ?? text(said.verdict) };
  }
}

export function readPage(json: unknown): Page {
  const page = fields(json);
  if (typeof page.has_more !== "boolean") throw new NotOurs();
  return {
    epoch: text(page.epoch),
    cursor: text(page.cursor),
    has_more: page.has_more,
    scope_version: page.scope_version as string | number | null,
    backup_seq: page.backup_seq === null || page.backup_seq === undefined ? null : whole(page.backup_seq),
    acked_n: whole(page.acked_n),
    server_time: instant(page.server_time),
    removed: list(page.removed).map(text),
    position: page.position === undefined ? null : readPosition(fields(page.position)),
    changes: list(page.changes).map(readChange),
    missing: list(page.missing ?? []).map(readMissing),
  };
}

function readPosition({ caseload, seq, newest }: Fields): Position {
  return { caseload: whole(caseload), seq: whole(seq), newest: whole(newest) };
}

export function readProblem(json: unknown, status: number): Problem {
  return { ...readReason(fields(json)), status };
}

function readMissing(json: unknown): Missing {
  const { device_id, name, kind, ranges, after, before, last_heard } = fields(json);
  return {
    device_id: text(device_id),
    name: text(name),
    kind: text(kind),
    ranges: list(ranges).map((range) => list(range).map(whole)),
    after: optional(after),
    before: optional(before),
    last_heard: text(last_heard),
  };
}

export function readChange(json: unknown): Page["changes"][number] {
  const { entity, id, version, deleted, data } = fields(json);
  const gone = deleted === true;
  return {
    entity: text(entity),
    id: text(id),
    version: whole(version),
    deleted: gone,
    data: gone ? null : (fields(data) as Record<string, Plain>),
  };
}

function readReason(said: Fields): {
  type: string;
  title: string;
  detail?: string;
  pointer?: string;
  errors?: Plain;
} {
  const [detail, pointer] = [optional(said.detail), optional(said.pointer)];
  return {
    type: text(said.type),
    title: text(said.title),
    ...(detail === null ? {} : { detail }),
    ...(pointer === null ? {} : { pointer }),
    ...(said.errors === undefined ? {} : { errors: said.errors as Plain }),
  };
}

function fields(json: unknown): Fields {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw new NotOurs();
  return json as Fields;
}

function list(json: unknown): unknown[] {
  if (!Array.isArray(json)) throw new NotOurs();
  return json;
}

function text(json: unknown): string {
  if (typeof json !== "string") throw new NotOurs();
  return json;
}

function optional(json: unknown): string | null {
  return typeof json === "string" ? json : null;
}

function whole(json: unknown): number {
  if (!Number.isSafeInteger(json)) throw new NotOurs();
  return json as number;
}

function instant(json: unknown): string {
  if (Number.isNaN(Date.parse(text(json)))) throw new NotOurs();
  return text(json);
}
