/** Imports run one way: features → state → sync → storage → domain; ui and words import nothing of ours. */
import { readdirSync, readFileSync } from "node:fs";
import { join, normalize, relative, sep } from "node:path";
import { expect, test } from "vitest";

const ROOT = import.meta.dirname;
const ORDER = ["features", "state", "sync", "storage", "domain"];
const LEAVES = ["ui", "words", "trusted-types.ts"];
const OF_EVERYONE: Record<string, string[]> = { features: ["ui", "words"], state: ["words"] };
const OF_PAGES = ["storage", "service-worker"];

const sources = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).filter(
  (name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name),
);

/** The server's JSON of activities and elements has one source, which the app reads too. */
const SHARED_DATA = /^\.\.\/\.\.\/server\/[a-z_/]+\/data\/\w+\.json$/;

function place(name: string): string {
  if (SHARED_DATA.test(name)) return "shared data";
  const first = name.split(sep)[0] ?? "";
  return first.startsWith("trusted-types") ? "trusted-types.ts" : first;
}

function importedPlaces(name: string): string[] {
  const text = readFileSync(join(ROOT, name), "utf8");
  const found = [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"?]*)/g)].map((match) => match[1] ?? "");
  return found.map((path) => place(relative(ROOT, normalize(join(ROOT, name, "..", path)))));
}

function mayImport(from: string, to: string): boolean {
  if (from === to || from === "main.tsx" || from === "app.tsx" || to === "shared data") return true;
  if (from === "trusted-types.ts") return to === "storage"; // the address of the Argon2id worker, no code
  if (to === "trusted-types.ts") return OF_PAGES.includes(from);
  if (LEAVES.includes(to)) return OF_EVERYONE[from]?.includes(to) ?? false;
  return ORDER.includes(from) && ORDER.indexOf(from) < ORDER.indexOf(to);
}

test("every import goes the one way", () => {
  const wrong = sources.flatMap((name) =>
    importedPlaces(name)
      .filter((to) => !mayImport(place(name), to))
      .map((to) => `${name} imports ${to}`),
  );
  expect(wrong).toEqual([]);
});

test("only storage touches IndexedDB", () => {
  const touching = sources.filter(
    (name) =>
      place(name) !== "storage" && /\bindexedDB\b|from "idb"/.test(readFileSync(join(ROOT, name), "utf8")),
  );
  expect(touching).toEqual([]);
});

test("the domain knows no page, no network and no signals", () => {
  const impure = sources.filter(
    (name) =>
      place(name) === "domain" &&
      /\b(document|window|fetch|localStorage|navigator)\b[.(]|@preact\/signals/.test(
        readFileSync(join(ROOT, name), "utf8"),
      ),
  );
  expect(impure).toEqual([]);
});
