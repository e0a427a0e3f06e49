/** How this tablet looks: theme and working hand. Nothing about a person, so kept in clear. */
import { effect, signal } from "@preact/signals";

export type Theme = "system" | "light" | "dark";
export type Hand = "right" | "left";

export const theme = signal<Theme>(read("kinesync-theme", ["light", "dark"], "system"));
export const hand = signal<Hand>(read("kinesync-hand", ["left"], "right"));

/** What people call this tablet; colleagues see it beside words that were written on it. */
export const tabletName = signal(localStorage.getItem("kinesync-tablet") ?? `Tablet ${fourSigns()}`);

function fourSigns(): string {
  const [random = 0] = crypto.getRandomValues(new Uint16Array(1));
  return random.toString(16).toUpperCase().padStart(4, "0");
}

function read<T extends string>(key: string, known: readonly T[], otherwise: T): T {
  const stored = localStorage.getItem(key);
  return known.find((one) => one === stored) ?? otherwise;
}

/** Apply the settings to the page, now and at each change; call once. */
export function applySettings(): void {
  effect(() => {
    const { documentElement } = document;
    localStorage.setItem("kinesync-theme", theme.value);
    localStorage.setItem("kinesync-hand", hand.value);
    localStorage.setItem("kinesync-tablet", tabletName.value);
    if (theme.value === "system") delete documentElement.dataset.theme;
    else documentElement.dataset.theme = theme.value;
    documentElement.dataset.hand = hand.value;
  });
}
