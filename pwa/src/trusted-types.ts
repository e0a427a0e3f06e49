/**
 * The one Trusted Types policy: the two scripts that this page may start.
 *
 * `new Worker` and `serviceWorker.register` refuse plain strings under our CSP
 * (`trusted-types kinesync`); nothing else here may ever become a script.
 */
import argon2 from "./storage/keys/argon2.worker?worker&url";

/** Where the service worker is served. */
export const SERVICE_WORKER = "/sw.js";
/** Where the Argon2id worker is served; its file alone may compile WebAssembly. */
export const ARGON2_WORKER = argon2;

interface Policy {
  createScriptURL(address: string): string;
}

let policy: Policy | undefined;

/** Vouch for one of the two addresses; throws TypeError for any other. */
export function trustedScript(address: string): string {
  policy ??= createPolicy();
  return policy.createScriptURL(address);
}

function createPolicy(): Policy {
  const rules = { createScriptURL: allow };
  const factory = (globalThis as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } })
    .trustedTypes;
  return factory ? factory.createPolicy("kinesync", rules) : rules;
}

function allow(address: string): string {
  if (address === SERVICE_WORKER || address === ARGON2_WORKER) return address;
  throw new TypeError("not a script of this app");
}
