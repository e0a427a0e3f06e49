/** How this tablet looks: theme and working hand. Nothing about a person, so kept in clear. */
import { effect, signal } from "@preact/signals";
import { remember, remembered } from "./remembered";

export type Theme = "system" | "light" | "dark";
export type Hand = "right" | "left";

export const theme = signal<Theme>(read("kinesync-theme", ["light", "dark"], "system"));
export const hand = signal<Hand>(read("kinesync-hand", ["left"], "right"));

/** What people call this tablet; colleagues see it beside words that were written on it. */
export const tabletName = signal(remembered("kinesync-tablet") ?? `Tablet ${fourSigns()}`);

function fourSigns(): string {
  const [random = 0] = crypto.getRandomValues(new Uint16Array(1));
  return random.toString(16).toUpperCase().padStart(4, "0");
}

function read<T extends string>(key: string, known: readonly T[], otherwise: T): T {
  const stored = remembered(key);
  return known.find((one) => one === stored) ?? otherwise;
}

/** Apply the settings to the page, now and at each change; call once. */
export function applySettings(): void {
  effect(() => {
    const { documentElement } = document;
    remember("kinesync-theme", theme.value);
    remember("kinesync-hand", hand.value);
    remember("kinesync-tablet", tabletName.value);
    if (theme.value === "system") delete documentElement.dataset.theme;
    else documentElement.dataset.theme = theme.value;
    documentElement.dataset.hand = hand.value;
  });
}
