/** For tests: count what storage does, without doing it otherwise. */
import { vi } from "vitest";

export interface Counted {
  encrypted: number;
  decrypted: number;
  /** Durability of each writing transaction, in order, with the database before it. */
  written: string[];
  stop(): void;
}

/** Count from now on, until `stop`. */
export function count(): Counted {
  const { subtle } = crypto;
  const spies = [vi.spyOn(subtle, "encrypt"), vi.spyOn(subtle, "decrypt")] as const;
  const begin = IDBDatabase.prototype.transaction;
  const written: string[] = [];
  IDBDatabase.prototype.transaction = function (...asked: Parameters<typeof begin>) {
    if (asked[1] === "readwrite") {
      const kind = this.name.split("-").slice(0, 2).join("-");
      written.push(`${kind} ${(asked[2] as { durability?: string } | undefined)?.durability}`);
    }
    return begin.apply(this, asked);
  };
  return {
    get encrypted() {
      return spies[0].mock.calls.length;
    },
    get decrypted() {
      return spies[1].mock.calls.length;
    },
    written,
    stop: () => {
      IDBDatabase.prototype.transaction = begin;
      for (const spy of spies) spy.mockRestore();
    },
  };
}
