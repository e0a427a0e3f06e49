/**
 * Every request to the server: one header against forgery, JSON only, problems by type.
 *
 * What is not JSON of our server (a captive portal, a proxy's error page) is told
 * apart from a refusal of the server: only the latter ever leads to quarantine.
 */
import { NotOurs, type Problem, readProblem } from "./wire";

/** no-network: nothing came; not-ours: something else answered; problem: the server refused. */
export type ApiFaultKind = "no-network" | "not-ours" | "problem";

export class ApiFault extends Error {
  override readonly name = "ApiFault";

  constructor(
    readonly kind: ApiFaultKind,
    readonly status: number = 0,
    readonly problem: Problem | null = null,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(problem?.type ?? kind);
  }

  /** Stable; branch on it. */
  get type(): string | null {
    return this.problem?.type ?? null;
  }
}

export type Method = "GET" | "POST" | "DELETE";

interface Options {
  /** Compress the body where the browser can. */
  gzip?: boolean;
  timeoutMs?: number;
  headers?: Readonly<Record<string, string>>;
}

const TIMEOUT_MS = 30_000;
const WORTH_COMPRESSING = 1024;

/**
 * Call the server and return what it says.
 *
 * @param path begins with /api; holds opaque ids only, never a name or a date of birth
 * @throws ApiFault
 */
export async function call<T = unknown>(
  method: Method,
  path: string,
  body?: unknown,
  options: Options = {},
): Promise<T> {
  const response = await reach(path, await request(method, body, options));
  if (response.status === 204) return undefined as T;
  const json = await readJson(response);
  if (response.ok) return json as T;
  throw problemOf(response, json);
}

async function request(method: Method, body: unknown, options: Options): Promise<RequestInit> {
  const headers: Record<string, string> = {
    ...options.headers,
    Accept: "application/json",
    "X-Kinesync": "1",
  };
  const init: RequestInit = {
    method,
    headers,
    cache: "no-store",
    credentials: "same-origin",
    redirect: "error",
    signal: AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS),
  };
  if (body === undefined) return init;
  headers["Content-Type"] = "application/json";
  const text = JSON.stringify(body);
  const packed = options.gzip && text.length > WORTH_COMPRESSING ? await gzip(text) : null;
  if (packed) headers["Content-Encoding"] = "gzip";
  return { ...init, body: packed ?? text };
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch {
    throw new ApiFault("no-network"); // offline, refused, timed out, or a redirect to a sign-in of a hotspot
  }
}

async function readJson(response: Response): Promise<unknown> {
  const type = response.headers.get("Content-Type") ?? "";
  if (!/^application\/(problem\+)?json\b/.test(type)) throw notOurs(response);
  try {
    return await response.json();
  } catch {
    throw notOurs(response); // cut off in the middle, or not JSON at all
  }
}

function problemOf(response: Response, json: unknown): ApiFault {
  try {
    return new ApiFault("problem", response.status, readProblem(json, response.status), retryAfter(response));
  } catch (cause) {
    if (cause instanceof NotOurs) return notOurs(response);
    throw cause;
  }
}

function notOurs(response: Response): ApiFault {
  return new ApiFault("not-ours", response.status, null, retryAfter(response));
}

function retryAfter(response: Response): number | null {
  const said = response.headers.get("Retry-After");
  if (said === null) return null;
  const seconds = /^\d+$/.test(said) ? Number(said) : (Date.parse(said) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? null : Math.max(0, Math.ceil(seconds));
}

async function gzip(text: string): Promise<ArrayBuffer | null> {
  if (typeof CompressionStream === "undefined") return null;
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Response(packed).arrayBuffer();
}
