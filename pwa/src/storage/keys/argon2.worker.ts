/**
 * Argon2id away from the page's thread: the one file that runs WebAssembly.
 *
 * Answers each message {pin, salt, memory_kib, passes} with the 32 derived bytes.
 */
import { argon2id } from "hash-wasm";

export interface Argon2Request {
  pin: string;
  salt: Uint8Array;
  memory_kib: number;
  passes: number;
}

addEventListener("message", async (message: MessageEvent<Argon2Request>) => {
  const { pin, salt, memory_kib, passes } = message.data;
  const derived = await argon2id({
    password: pin,
    salt,
    memorySize: memory_kib,
    iterations: passes,
    parallelism: 1,
    hashLength: 32,
    outputType: "binary",
  });
  postMessage(derived);
});
