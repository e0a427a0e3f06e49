/** Do something that is stored, and say in words when it was not. */
import type { Signal } from "@preact/signals";
import { StorageFault } from "../../storage";
import { words as w } from "../../words";

/** By the signal of its fault: what is being stored now. */
const underWay = new WeakSet<Signal<string | null>>();

/** Store once: a second tap while the first is under way for the same `fault` does nothing. */
export async function guarded(fault: Signal<string | null>, act: () => Promise<void>): Promise<void> {
  if (underWay.has(fault)) return;
  underWay.add(fault);
  try {
    await told(fault, act);
  } finally {
    underWay.delete(fault);
  }
}

/** Store each time, as drafts are: the words typed last must not be left out. */
export async function told(fault: Signal<string | null>, act: () => Promise<void>): Promise<void> {
  fault.value = null;
  try {
    await act();
  } catch (cause) {
    if (!(cause instanceof StorageFault)) throw cause;
    fault.value = w.notStored(w.storage[cause.kind]);
  }
}
