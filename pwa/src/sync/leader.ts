/**
 * One tab syncs: the one that holds the lock. Another takes over when it is closed.
 *
 * Where there are no Web Locks every tab syncs; the server makes that harmless.
 */

/** Call `lead` once this tab may sync; returns the way to give it up. */
export function becomeLeader(person: string, lead: () => void): () => void {
  if (typeof navigator === "undefined" || !navigator.locks) {
    lead();
    return () => {};
  }
  const asking = new AbortController();
  let giveUp = () => asking.abort();
  const held = new Promise<void>((resolve) => {
    const ask = giveUp;
    giveUp = () => {
      ask();
      resolve();
    };
  });
  navigator.locks
    .request(`kinesync-sync-${person}`, { signal: asking.signal }, () => {
      lead();
      return held;
    })
    .catch(() => {}); // given up before it was our turn
  return () => giveUp();
}
