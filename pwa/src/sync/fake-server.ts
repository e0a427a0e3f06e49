/**
 * A small server for tests of sync: keeps a ledger and a feed as the real one does,
 * and can be told to answer badly. It stands in for the network, not for our code.
 */
import { vi } from "vitest";
import type { Change, Mutation, Page } from "../storage/api";

type Answer = Response | Error;
type Fields = Record<string, unknown>;

export function problem(status: number, type: string, headers: Record<string, string> = {}): Response {
  const body = { type: `/problems/${type}`, title: type, status };
  return new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/problem+json", ...headers },
  });
}

export function html(status: number): Response {
  return new Response("<html>Welcome to the hotspot</html>", {
    status,
    headers: { "Content-Type": "text/html" },
  });
}

export class FakeServer {
  epoch = "0190c000-0000-7000-8000-00000000e001";
  seq = 0;
  clock = Date.parse("2026-11-23T17:00:00.000Z");
  /** Every mutation in the order it was applied. */
  ledger = new Map<string, { mutation: Mutation; verdict: Fields }>();
  changes: (Change & { seq: number })[] = [];
  requests: { method: string; path: string; headers: Headers; body: Fields | null; bytes: number }[] = [];
  backupSeq: number | null = null;
  removed: string[] = [];
  caseload = 0;
  pageSize = 500;
  sealed: Fields[] = [];
  /** Answers something else than the truth; undefined lets the request through. */
  disturb: (path: string, body: Fields | null) => Answer | undefined = () => undefined;
  /** Judges a mutation; undefined applies it. */
  judge: (mutation: Mutation) => Fields | undefined = () => undefined;

  constructor() {
    vi.stubGlobal("fetch", (path: string, init: RequestInit) => this.answer(path, init));
  }

  get pushes(): Mutation[][] {
    return this.requests
      .filter(({ path }) => path === "/api/sync/push")
      .map(({ body }) => (body?.mutations ?? []) as Mutation[]);
  }

  put(entity: string, id: string, version: number, data: Change["data"]): void {
    this.seq += 1;
    this.changes = this.changes.filter((change) => change.id !== id);
    this.changes.push({ entity, id, version, deleted: false, data, seq: this.seq });
  }

  /** As from a backup: forgets what came after, and proves it by a new epoch. */
  restore(epoch: string): void {
    this.epoch = epoch;
    this.ledger.clear();
    this.changes = [];
    this.seq = 0;
  }

  private async answer(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    const bytes = init.body instanceof ArrayBuffer ? init.body.byteLength : String(init.body ?? "").length;
    const body = await read(init.body, headers);
    this.requests.push({ method: init.method ?? "GET", path, headers, body, bytes });
    const disturbed = this.disturb(path, body);
    if (disturbed instanceof Error) throw disturbed;
    if (disturbed) return disturbed;
    if (path === "/api/sync/push") return json(this.push((body?.mutations ?? []) as Mutation[]));
    if (path === "/api/sync/sealed") return json({ received: this.sealed.push(body ?? {}) });
    return json(this.pull(new URL(path, "http://localhost").searchParams.get("cursor")));
  }

  private push(mutations: Mutation[]): Fields {
    const verdicts = mutations.map((mutation) => ({ id: mutation.id, ...this.take(mutation) }));
    return { epoch: this.epoch, server_time: this.time(), acked_n: 0, seq: this.seq, verdicts };
  }

  private take(mutation: Mutation): Fields {
    const known = this.ledger.get(mutation.id);
    if (known) return { verdict: "duplicate", first: known.verdict };
    const judged = this.judge(mutation);
    if (judged?.verdict === "deferred" || judged?.verdict === "retry") return judged;
    this.seq += 1;
    const verdict = judged ?? { verdict: "applied", version: 1, hash: "0".repeat(64) };
    this.ledger.set(mutation.id, { mutation, verdict });
    return verdict;
  }

  private pull(cursor: string | null): Page {
    const [epoch, seq] = (cursor ?? `${this.epoch} 0`).split(" ");
    const after = epoch === this.epoch ? Number(seq) : 0;
    const due = this.changes.filter((change) => change.seq > after);
    const page = due.slice(0, this.pageSize);
    const changes = page.map(({ seq: _, ...change }) => change);
    return {
      epoch: this.epoch,
      cursor: `${this.epoch} ${page.at(-1)?.seq ?? Math.max(after, 0)}`,
      has_more: due.length > page.length,
      scope_version: "1",
      backup_seq: this.backupSeq,
      acked_n: 0,
      server_time: this.time(),
      removed: this.removed,
      position: { caseload: this.caseload, seq: page.at(-1)?.seq ?? after, newest: this.seq },
      missing: [],
      changes,
    };
  }

  private time(): string {
    return new Date(this.clock).toISOString();
  }
}

async function read(body: RequestInit["body"], headers: Headers): Promise<Fields | null> {
  if (body === undefined || body === null) return null;
  const gzipped = headers.get("Content-Encoding") === "gzip";
  const stream = new Blob([body as ArrayBuffer]).stream();
  const plain = gzipped ? stream.pipeThrough(new DecompressionStream("gzip")) : stream;
  return JSON.parse(await new Response(plain).text()) as Fields;
}

function json(body: unknown): Response {
  return new Response(JSON.stringify(body), { headers: { "Content-Type": "application/json" } });
}
