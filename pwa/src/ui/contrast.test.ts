/** Contrast by the WCAG 2.2 formula, from tokens.css itself: words need 4.5, edges and shapes 3. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const CSS = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8");
const TOKENS = new Map(
  [...CSS.matchAll(/--([\w-]+):\s*(?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));/g)].map((found) => [
    found[1] ?? "",
    [found[2] ?? found[4] ?? "", found[3] ?? found[4] ?? ""] as const,
  ]),
);

const WORDS = [
  ...["paper", "sheet", "sunk"].flatMap((ground) => [
    ["ink", ground],
    ["pencil", ground],
    ["act", ground],
  ]),
  ["on-act", "act"],
  ["on-act-soft", "act-soft"],
  ["on-mark", "mark"],
  ["red", "sheet"],
  ["red", "red-soft"],
  ["ink", "red-soft"],
  ["good", "sheet"],
  ["good", "good-soft"],
  ["untimed-on", "untimed-fill"],
  ["ink", "untimed-tint"],
  ["on-dock", "quiet-dock"],
  ["on-dock-2", "quiet-dock"],
  ...["97112", "97110", "97530", "97116", "97140", "97535"].flatMap((code) => [
    [`c${code}-on`, `c${code}-fill`],
    ["on-dock", `c${code}-dock`],
    ["on-dock-2", `c${code}-dock`],
    ["ink", `c${code}-tint`],
    ["pencil", `c${code}-tint`],
  ]),
] as [string, string][];

const SHAPES = [
  ["edge", "paper"],
  ["edge", "sheet"],
  ["edge", "sunk"],
  ["mark-edge", "sheet"],
  ["untimed-fill", "sheet"],
  ...["97112", "97110", "97530", "97116", "97140", "97535"].flatMap((code) => [
    [`c${code}-fill`, "sheet"],
    [`c${code}-fill`, "paper"],
  ]),
] as [string, string][];

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(front: string, ground: string, theme: 0 | 1): number {
  const value = (name: string) => luminance(TOKENS.get(name)?.[theme] ?? "");
  const [low = 0, high = 0] = [value(front), value(ground)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

test.each(WORDS)("%s can be read on %s in both themes", (front, ground) => {
  expect(ratio(front, ground, 0)).toBeGreaterThanOrEqual(4.5);
  expect(ratio(front, ground, 1)).toBeGreaterThanOrEqual(4.5);
});

test.each(SHAPES)("%s can be seen on %s in both themes", (front, ground) => {
  expect(ratio(front, ground, 0)).toBeGreaterThanOrEqual(3);
  expect(ratio(front, ground, 1)).toBeGreaterThanOrEqual(3);
});
