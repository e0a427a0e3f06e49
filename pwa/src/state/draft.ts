/** A form whose every change is a draft within a quarter of a second, and at once when the page is hidden. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type Plain, StorageFault } from "../storage";
import { openVault, vault } from "./vault";

const DRAFT_MS = 250;

/** How to let go of the drafts of forms on screen, which may not be stored yet. */
const onScreen = new Map<string, () => Promise<void>>();

export interface Draft<T> {
  value: T;
  change: (part: Partial<T>) => void;
  /** Let go of it: what it said is stored, or was given up. */
  drop: () => Promise<void>;
}

/**
 * A form that a lock, a call or a way back does not empty.
 *
 * `from` is what it says before anybody changed it; only changes are kept, so that what is
 * known meanwhile shows through. `key` holds opaque ids only: it is stored in clear.
 */
export function useDraft<T extends { [name: string]: Plain }>(key: string, from: T): Draft<T> {
  const changed = useSignal<Partial<T>>((openVault().draft(key) as Partial<T> | undefined) ?? {});
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const dirty = useRef(false);
  const dropped = useRef(false);

  async function keep(): Promise<void> {
    clearTimeout(timer.current);
    if (!dirty.current || !vault.value) return;
    dirty.current = false;
    try {
      await openVault().saveDraft(key, changed.value as Plain);
    } catch (fault) {
      if (!(fault instanceof StorageFault)) throw fault; // saving the form itself will say so
      if (!dropped.current) dirty.current = true; // tried again with the next change, and when it is left
    }
  }
  async function drop(): Promise<void> {
    clearTimeout(timer.current);
    dirty.current = false;
    dropped.current = true;
    if (vault.value) await openVault().dropDraft(key);
  }
  useEffect(() => {
    onScreen.set(key, drop);
    const hide = () => document.hidden && void keep();
    document.addEventListener("visibilitychange", hide);
    return () => {
      document.removeEventListener("visibilitychange", hide);
      onScreen.delete(key);
      void keep();
    };
  }, []);
  return {
    value: { ...from, ...changed.value },
    change: (part) => {
      changed.value = { ...changed.value, ...part };
      dirty.current = true;
      dropped.current = false;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void keep(), DRAFT_MS);
    },
    drop,
  };
}

/** Let go of drafts that were given up. */
export async function dropDrafts(keys: readonly string[]): Promise<void> {
  const open = openVault();
  for (const key of keys) {
    const drop = onScreen.get(key);
    if (drop) await drop();
    // one that could not be stored is not there, and is still missed
    else if (open.draft(key) !== undefined || open.lastNotStored()) await open.dropDraft(key);
  }
}
