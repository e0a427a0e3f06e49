/**
 * Small things kept in clear beside the vault: instants, opaque ids, settings.
 *
 * The browser may refuse them (full, or blocked by policy). None is worth a clock that
 * stands still or an app that does not start, so a refusal leaves them in memory only.
 */

/** What was kept under `key`; null when nothing was, or the browser does not say. */
export function remembered(key: string): string | null {
  return unlessRefused(() => localStorage.getItem(key)) ?? null;
}

/** Keep `text` under `key`, if the browser takes it. */
export function remember(key: string, text: string): void {
  unlessRefused(() => localStorage.setItem(key, text));
}

/** Keep nothing more under `key`. */
export function forget(key: string): void {
  unlessRefused(() => localStorage.removeItem(key));
}

function unlessRefused<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (cause) {
    if (!(cause instanceof DOMException)) throw cause;
    return undefined;
  }
}
