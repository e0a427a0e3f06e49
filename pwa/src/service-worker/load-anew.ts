/**
 * The page loads itself anew for another version, and never in a circle.
 *
 * Where it is given the same old version again and again, it rests for a while.
 */
const LOADED = "kinesync-loaded-anew";
const MOST_TIMES = 3;
const WITHIN_MS = 600_000;
/** A page that leaves has this long to be gone: asked again meanwhile, a browser may drop both loads. */
const LEAVES_MS = 30_000;
let leavingSince = Number.NEGATIVE_INFINITY;

/** Load this page anew. `now`: ms since 1970. */
export function loadAnew(now: number): void {
  if (Math.abs(now - leavingSince) < LEAVES_MS) return;
  leavingSince = now;
  unlessRefused(() => sessionStorage.setItem(LOADED, [...(times() ?? []), now].slice(-MOST_TIMES).join()));
  location.reload();
}

/** Whether it has not just loaded anew in vain several times. `now`: ms since 1970. */
export function mayLoadAnew(now: number): boolean {
  const lately = times()?.filter((time) => Math.abs(now - time) < WITHIN_MS);
  return lately !== undefined && lately.length < MOST_TIMES;
}

/** The page is of the version that answers: what it loaded anew for has come. */
export function upToDate(): void {
  unlessRefused(() => sessionStorage.removeItem(LOADED));
}

/** When it did, ms since 1970; undefined where nothing can be kept, and so nothing be counted. */
function times(): number[] | undefined {
  return unlessRefused(() => (sessionStorage.getItem(LOADED) ?? "").split(",").filter(Boolean).map(Number));
}

function unlessRefused<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (cause) {
    if (!(cause instanceof DOMException)) throw cause;
    return undefined;
  }
}
