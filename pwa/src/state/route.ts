/**
 * The router: a path, a signal, and links that are ordinary links.
 *
 * Addresses hold opaque ids only: what stands in the history of a browser is clear text.
 */
import { computed, signal } from "@preact/signals";

export interface Route {
  name:
    | "today"
    | "patients"
    | "new-visit"
    | "visit"
    | "capture"
    | "counter"
    | "measures"
    | "progress"
    | "attention"
    | "health"
    | "more"
    | "desk";
  visitId: string;
  interventionId: string;
  /** Of the progress of an episode; empty elsewhere. */
  episodeId: string;
  query: URLSearchParams;
}

const address = signal(location.pathname + location.search);

export const path = computed(() => address.value.split("?")[0] ?? "/");
export const route = computed(() => routeOf(address.value));

const ID = "([0-9a-f-]{36})";
const PATTERNS: readonly [RegExp, Route["name"]][] = [
  [/^\/$/, "today"],
  [/^\/patients$/, "patients"],
  [/^\/new-visit$/, "new-visit"],
  [new RegExp(`^/visit/${ID}$`), "visit"],
  [new RegExp(`^/visit/${ID}/add$`), "capture"],
  [new RegExp(`^/visit/${ID}/intervention/${ID}$`), "capture"],
  [new RegExp(`^/visit/${ID}/measures$`), "measures"],
  [new RegExp(`^/progress/${ID}$`), "progress"],
  [new RegExp(`^/visit/${ID}/count$`), "counter"],
  [/^\/attention$/, "attention"],
  [/^\/storage$/, "health"],
  [/^\/more$/, "more"],
  [/^\/(review|billing|devices|policies|activities|reception|amounts|fees|rule-packs)(\/.*)?$/, "desk"],
];

const NOWHERE = { visitId: "", interventionId: "", episodeId: "" };

/** Read an address; one that we do not know is Today's. */
export function routeOf(text: string): Route {
  const [pathname = "/", search = ""] = text.split("?");
  const query = new URLSearchParams(search);
  for (const [pattern, name] of PATTERNS) {
    const found = pattern.exec(pathname);
    const [, first = "", second = ""] = found ?? [];
    if (found && name === "progress") return { ...NOWHERE, name, episodeId: first, query };
    if (found) return { ...NOWHERE, name, visitId: first, interventionId: second, query };
  }
  return { ...NOWHERE, name: "today", query };
}

/** Go somewhere in the app. `instead` leaves no way back to where one was. */
export function go(to: string, { instead = false } = {}): void {
  if (to === address.value) return;
  if (instead) history.replaceState(null, "", to);
  else history.pushState(null, "", to);
  address.value = to;
}

/** Follow links inside the app without loading the page; call once. */
export function followLinks(): void {
  addEventListener("popstate", () => {
    address.value = location.pathname + location.search;
  });
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
      return;
    const link = (event.target as Element).closest?.("a[href]");
    const to = link?.getAttribute("href");
    if (!to?.startsWith("/") || link?.hasAttribute("target") || link?.hasAttribute("download")) return;
    event.preventDefault();
    go(to);
  });
}
