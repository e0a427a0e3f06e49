/**
 * What a browser gives the app, for Node: two clocks that the driver moves, requests with a cookie, and a
 * disk that can fail or lose its power at any commit. Imported before any of the app.
 */
import "fake-indexeddb/auto";

const realNow = Date.now;
const realRunning = performance.now.bind(performance);
const realFetch = globalThis.fetch;
const realTimeout = AbortSignal.timeout.bind(AbortSignal);

let passed = 0;
let wallAhead = 0;
let origin = "";
const cookies = new Map<string, string>();

Date.now = () => realNow() + passed + wallAhead;
performance.now = () => realRunning() + passed;
/** Patience is fifteen times shorter, so that a server that hangs costs two seconds. */
const PATIENCE = 15;
AbortSignal.timeout = (ms) => realTimeout(ms / PATIENCE);
const remembered = new Map<string, string>();
Object.defineProperty(globalThis, "localStorage", {
  value: {
    getItem: (key: string) => remembered.get(key) ?? null,
    setItem: (key: string, value: string) => void remembered.set(key, value),
    removeItem: (key: string) => void remembered.delete(key),
  },
});
// Nobody leads: the tablet syncs when the driver says so.
Object.defineProperty(navigator, "locks", { value: { request: () => new Promise(() => {}) } });

/** Time passes on both clocks; ms. */
export function pass(ms: number): void {
  passed += ms;
}

/** Somebody sets the tablet's clock: only the wall clock moves; ms. */
export function setClock(ms: number): void {
  wallAhead += ms;
}

/** Talk to this server, as nobody yet. */
export function connect(to: string): void {
  origin = to;
  cookies.clear();
}

globalThis.fetch = async (path, init) => {
  const headers = new Headers(init?.headers);
  headers.set("Cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
  const answer = await realFetch(`${origin}${path}`, { ...init, headers });
  for (const set of answer.headers.getSetCookie()) {
    const [name = "", value = ""] = (set.split(";")[0] ?? "").split("=");
    cookies.set(name, value);
  }
  return answer;
};

type Death = "none" | "power" | "quota";
let death: Death = "none";
let survives = 0;
let commits = 0;

/** From the commit after so many, the tablet is dead: nothing more reaches the disk until `revive`. */
export function dieAfter(count: number): void {
  [death, survives, commits] = ["power", count, 0];
}

/** The one commit after so many finds the disk full. */
export function fillDiskAt(count: number): void {
  [death, survives, commits] = ["quota", count, 0];
}

/** The disk works again; returns how many commits were asked of it meanwhile. */
export function revive(): number {
  death = "none";
  return commits;
}

interface Transaction {
  _start(): void;
  _abort(name: string | null): void;
  _requests: { request: { readyState: string } }[];
  _state: string;
  mode: string;
}
const prototype = IDBTransaction.prototype as unknown as Transaction;
const start = prototype._start;
const judged = new WeakSet<object>();

prototype._start = function (this: Transaction) {
  const idle = this._requests.every(({ request }) => request.readyState === "done");
  if (this.mode === "readwrite" && idle && this._state !== "finished" && !judged.has(this)) {
    judged.add(this);
    const before = commits++;
    if (death === "power" && before >= survives) return this._abort(null);
    if (death === "quota" && before === survives) return this._abort("QuotaExceededError");
  }
  return start.call(this);
};
