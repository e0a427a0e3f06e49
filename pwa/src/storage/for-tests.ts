/**
 * Makers and faults for the tests of storage and sync: real WebCrypto and Argon2id
 * (cheap parameters), IndexedDB in memory, clocks that the test sets.
 */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { argon2id } from "hash-wasm";
import { uuid7 } from "../domain/ids";
import type { MutationKind, NewMutation } from "../domain/types";
import type { Change, Enrolment, Page, RunningFact } from "./api";
import { toBase64url } from "./bytes";
import { createStorage } from "./storage";
import type { Tools } from "./tools";

export const NOON = Date.parse("2026-11-23T17:00:00.000Z");
export const PIN = "739164";
export const CANARY = "Zebedee Quillfeather";

export interface TestTools extends Tools {
  /** Move both clocks on. */
  pass(ms: number): void;
  set(now: number): void;
}

/** Tools whose Argon2id is real but cheap. */
export function makeTools(now = NOON): TestTools {
  let [wall, mono] = [now, 1000];
  return {
    derive: async (pin, salt) =>
      (await argon2id({
        password: pin,
        salt,
        memorySize: 64,
        iterations: 1,
        parallelism: 1,
        hashLength: 32,
        outputType: "binary",
      })) as Uint8Array<ArrayBuffer>,
    warmUp: () => {},
    now: () => wall,
    monotonic: () => mono,
    pass: (ms) => {
      wall += ms;
      mono += ms;
    },
    set: (to) => {
      wall = to;
    },
  };
}

export async function makeOrganizationKey(): Promise<{ publicKey: string; privateKey: CryptoKey }> {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  return {
    publicKey: toBase64url(await crypto.subtle.exportKey("spki", pair.publicKey)),
    privateKey: pair.privateKey,
  };
}

export const SERVER_HALF = toBase64url(new Uint8Array(32).fill(7));

export function makeEnrolment(publicKey: string, changes: Partial<Enrolment> = {}): Enrolment {
  return {
    clinician: {
      id: "0190c000-0000-7000-8000-000000000001",
      name: "Rowan Tester",
      email: "pt@demo.example",
      credentials: "PT",
      roles: ["therapist"],
      discipline: "PT",
    },
    organization: {
      id: "0190c000-0000-7000-8000-0000000000aa",
      name: "Demo",
      time_zone: "America/New_York",
      offline_lease_hours: 72,
      outbox_public_key: publicKey,
      demo: true,
      second_factor: false,
    },
    deviceId: "0190c000-0000-7000-8000-0000000000dd",
    serverHalf: SERVER_HALF,
    uploadToken: "upload-token",
    pin: PIN,
    ...changes,
  };
}

/** An empty browser, an enrolled person and the open vault. */
export async function makeVault(tools = makeTools()) {
  globalThis.indexedDB = new IDBFactory();
  const organizationKey = await makeOrganizationKey();
  const enrolment = makeEnrolment(organizationKey.publicKey);
  const storage = createStorage(tools);
  const vault = await storage.enrol(enrolment);
  return { vault, storage, tools, enrolment, organizationKey, person: enrolment.clinician.id };
}

export function newId(now = NOON): string {
  return uuid7(now);
}

export function makeMutation(
  kind: MutationKind,
  data: Record<string, unknown>,
  changes: Partial<NewMutation> = {},
): NewMutation {
  const made_at = new Date(NOON).toISOString();
  return { id: newId(), kind, entity: newId(), base_version: 0, depends_on: [], made_at, data, ...changes };
}

export const VISIT = "0190c000-0000-7000-8000-0000000000f1";
export const PATIENT = "0190c000-0000-7000-8000-0000000000b1";

export function makeEdit(text: string, changes: Partial<NewMutation> = {}, section = "plan"): NewMutation {
  return makeMutation(
    "section.edit",
    { section, text, base_hash: "0".repeat(64) },
    { entity: VISIT, ...changes },
  );
}

export function makeRunning(changes: Partial<RunningFact> = {}): RunningFact {
  return {
    segment_id: newId(),
    visit_id: VISIT,
    started_at: new Date(NOON).toISOString(),
    page_run_id: newId(),
    monotonic_ms: 1000,
    ...changes,
  };
}

export function makeChange(entity: string, id: string, version: number, data: Change["data"]): Change {
  return { entity, id, version, deleted: false, data };
}

export function makePage(changes: Change[], more: Partial<Page> = {}): Page {
  return {
    epoch: "epoch-1",
    cursor: `cursor-${newId()}`,
    has_more: false,
    scope_version: 1,
    backup_seq: null,
    acked_n: 0,
    server_time: new Date(NOON).toISOString(),
    removed: [],
    position: null,
    changes,
    missing: [],
    ...more,
  };
}

export function patientChange(version = 1, id = PATIENT): Change {
  return makeChange("patient", id, version, {
    given_name: CANARY.split(" ")[0] ?? "",
    family_name: CANARY.split(" ")[1] ?? "",
    birth_date: "1950-02-03",
    precautions: [],
    vital_limits: {},
  });
}

/** Every byte that IndexedDB holds, of all databases, as Latin-1 text with UTF-16 text beside it. */
export async function everythingStored(): Promise<string> {
  const found: string[] = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name ?? "");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    for (const store of database.objectStoreNames) {
      const request = database.transaction(store).objectStore(store);
      for (const part of [request.getAll(), request.getAllKeys()]) {
        found.push(spill(await new Promise((resolve) => (part.onsuccess = () => resolve(part.result)))));
      }
    }
    database.close();
  }
  return found.join("\n");
}

function spill(value: unknown): string {
  if (value instanceof ArrayBuffer) return spill(new Uint8Array(value));
  if (value instanceof Uint8Array) {
    const latin = Array.from(value, (byte) => String.fromCharCode(byte)).join("");
    return `${latin}\n${latin.replaceAll("\0", "")}`;
  }
  if (Array.isArray(value)) return value.map(spill).join("\n");
  if (typeof value === "object" && value !== null) {
    return Object.entries(value)
      .map(([key, inside]) => `${key}: ${spill(inside)}`)
      .join("\n");
  }
  return String(value);
}

type Fault = "QuotaExceededError" | "AbortError";

/** Let the nth commit of a writing transaction fail; returns how many have been seen, and the way to stop. */
export function failCommit(nth: number, fault: Fault): { seen(): number; stop(): void } {
  const prototype = IDBTransaction.prototype as unknown as {
    _start(): void;
    _abort(name: string | null): void;
    _requests: { request: { readyState: string } }[];
    _state: string;
    mode: string;
  };
  const start = prototype._start;
  const judged = new WeakSet<object>();
  let seen = 0;
  prototype._start = function (this: typeof prototype) {
    const idle = this._requests.every(({ request }) => request.readyState === "done");
    if (this.mode === "readwrite" && idle && this._state !== "finished" && !judged.has(this)) {
      judged.add(this);
      seen += 1;
      if (seen === nth) return this._abort(fault === "AbortError" ? null : fault);
    }
    return start.call(this);
  };
  const stop = () => {
    prototype._start = start;
  };
  return { seen: () => seen, stop };
}

/** Let the nth request that writes throw at once, as a full disk may. */
export function failPut(nth: number): { seen(): number; stop(): void } {
  const { put } = IDBObjectStore.prototype;
  let seen = 0;
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given: Parameters<typeof put>) {
    seen += 1;
    if (seen === nth) throw new DOMException("full", "QuotaExceededError");
    return put.apply(this, given);
  };
  const stop = () => {
    IDBObjectStore.prototype.put = put;
  };
  return { seen: () => seen, stop };
}
