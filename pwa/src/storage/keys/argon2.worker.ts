/**
 * Argon2id away from the page's thread: the one file that runs WebAssembly.
 *
 * Answers a message {pin, salt, memory_kib, passes} with the 32 derived bytes, or
 * null when there is not enough memory. An empty message only makes it compile.
 */
import { argon2id } from "hash-wasm";

export interface Argon2Request {
  pin: string;
  salt: Uint8Array;
  memory_kib: number;
  passes: number;
}

async function derive({ pin, salt, memory_kib, passes }: Argon2Request): Promise<Uint8Array> {
  const cost = { memorySize: memory_kib, iterations: passes, parallelism: 1 };
  return argon2id({ password: pin, salt, ...cost, hashLength: 32, outputType: "binary" });
}

/** The smallest derivation there is, of nothing: it compiles the WebAssembly. */
const WARM_UP: Argon2Request = { pin: "0", salt: new Uint8Array(16), memory_kib: 8, passes: 1 };

addEventListener("message", async ({ data }: MessageEvent<Argon2Request | null>) => {
  const derived = await derive(data ?? WARM_UP).catch(() => null);
  if (data) postMessage(derived);
});
