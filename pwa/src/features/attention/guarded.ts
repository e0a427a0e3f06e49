/** Do something that is stored, and say in words when it was not. */
import type { Signal } from "@preact/signals";
import { StorageFault } from "../../storage";
import { words as w } from "../../words";

export async function guarded(fault: Signal<string | null>, act: () => Promise<void>): Promise<void> {
  fault.value = null;
  try {
    await act();
  } catch (cause) {
    if (!(cause instanceof StorageFault)) throw cause;
    fault.value = w.notStored(w.storage[cause.kind]);
  }
}
