/**
 * Argon2id away from the page's thread: the one file that runs WebAssembly.
 *
 * Answers a message {pin, salt, memory_kib, passes} with the 32 derived bytes, or
 * null when there is not enough memory.
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

addEventListener("message", async ({ data }: MessageEvent<Argon2Request>) => {
  postMessage(await derive(data).catch(() => null));
});
