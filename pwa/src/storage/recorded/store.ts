/**
 * Recorded databases: what an installed version left on a tablet, as text.
 *
 * Ciphertext is base64url; the server's half, a key that no script can read out,
 * stands as the bytes it was made of. A recording is never made anew: it is what the
 * next versions must be able to open.
 */
import { type Bytes, fromBase64url, toBase64url } from "../bytes";

export interface Recording {
  name: string;
  version: number;
  pin: string;
  person: string;
  stores: { name: string; keyPath: string | string[]; records: unknown[] }[];
}

const HMAC = { name: "HMAC", hash: "SHA-256" };

/** Put a recording into IndexedDB under its own name and version. */
export async function restore({ name, version, stores }: Recording): Promise<void> {
  const ready = await Promise.all(
    stores.map(async (store) => ({ ...store, records: await Promise.all(store.records.map(revive)) })),
  );
  const request = indexedDB.open(name, version);
  request.onupgradeneeded = () => {
    for (const store of ready) request.result.createObjectStore(store.name, { keyPath: store.keyPath });
  };
  const database = await settled(request);
  const names = ready.map((store) => store.name);
  const transaction = database.transaction(names, "readwrite");
  for (const store of ready) {
    for (const record of store.records) transaction.objectStore(store.name).put(record);
  }
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  database.close();
}

/** Everything a database holds, in the form of a recording's stores. `half` stands for the stored key. */
export async function record(name: string, half: string): Promise<Recording["stores"]> {
  const database = await settled(indexedDB.open(name));
  const stores: Recording["stores"] = [];
  for (const storeName of database.objectStoreNames) {
    const store = database.transaction(storeName).objectStore(storeName);
    const records = await settled(store.getAll());
    stores.push({
      name: storeName,
      keyPath: store.keyPath as string | string[],
      records: records.map((one) => plain(one, half)),
    });
  }
  database.close();
  return stores;
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function plain(value: unknown, half: string): unknown {
  if (value instanceof CryptoKey) return { $half: half };
  if (value instanceof ArrayBuffer) return { $buffer: toBase64url(value) };
  if (value instanceof Uint8Array) return { $bytes: toBase64url(value as Bytes) };
  if (Array.isArray(value)) return value.map((one) => plain(one, half));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one, half)]));
}

async function revive(value: unknown): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map(revive));
  if (typeof value !== "object" || value === null) return value;
  const { $half, $buffer, $bytes } = value as { $half?: string; $buffer?: string; $bytes?: string };
  if ($half) return crypto.subtle.importKey("raw", fromBase64url($half), HMAC, false, ["sign"]);
  if ($buffer) return fromBase64url($buffer).buffer;
  if ($bytes) return fromBase64url($bytes);
  const fields = await Promise.all(
    Object.entries(value).map(async ([key, one]) => [key, await revive(one)] as const),
  );
  return Object.fromEntries(fields);
}
