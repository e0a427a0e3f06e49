/** The built app: nothing inline, small at first load, and a service worker that knows every file. */
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const FIRST_LOAD_LIMIT = 80 * 1024;
const ROOT = join(import.meta.dirname, "..");
const dist = mkdtempSync(join(tmpdir(), "kinesync-dist-"));

beforeAll(async () => {
  await build({
    root: ROOT,
    logLevel: "error",
    build: { outDir: dist, emptyOutDir: true, reportCompressedSize: false },
  });
}, 60_000);

afterAll(() => rmSync(dist, { recursive: true }));

function read(name: string): string {
  return readFileSync(join(dist, name), "utf8");
}

function files(): string[] {
  const found = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return found.map((one) => join(one.parentPath, one.name).slice(dist.length + 1));
}

/** The scripts that the page asks for before it shows anything: the entry and all it imports statically. */
function firstLoad(): string[] {
  const waiting = [...read("index.html").matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(
    ([, name]) => name ?? "",
  );
  const needed = new Set<string>();
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (needed.has(name)) continue;
    needed.add(name);
    for (const [, imported] of read(name).matchAll(/\b(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g)) {
      waiting.push(`assets/${imported}`);
    }
  }
  return [...needed];
}

test("the JavaScript of the first load is at most 80 KB gzipped", () => {
  const bytes = firstLoad().reduce((sum, name) => sum + gzipSync(read(name), { level: 9 }).length, 0);
  expect(firstLoad().length).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(FIRST_LOAD_LIMIT);
});

test("the lock screen needs one script, and Today one more, fetched while the PIN is typed", () => {
  const [start, ...more] = firstLoad();
  expect(more).toEqual([]);
  const lazily = [...read(start ?? "").matchAll(/import\(["'`]\.\/([^"'`]+\.js)["'`]\)/g)].map(
    ([, name]) => name,
  );
  expect(lazily.filter((name) => name?.startsWith("day-")).length).toBeGreaterThan(0);
});

test("nothing is inline: no script, style or handler, and no data: address", () => {
  const html = read("index.html");
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
  expect(html).not.toContain("data:");
  for (const name of files().filter((one) => one.endsWith(".css"))) expect(read(name)).not.toContain("data:");
});

test("nothing evaluates text and nothing comes from another origin", () => {
  for (const name of files().filter((one) => /\.(js|css|html)$/.test(one))) {
    expect(read(name), name).not.toMatch(/\beval\(|new Function\(/);
    expect(read(name), name).not.toMatch(/(?:src|href)="https?:|url\(["']?https?:|import\(["'`]https?:/);
  }
});

test("WebAssembly is in one file only, which the server knows by its name", () => {
  const holders = files().filter((name) => name.endsWith(".js") && read(name).includes("WebAssembly"));
  expect(holders).toHaveLength(1);
  expect(holders[0]).toMatch(/^assets\/argon2-[\w-]+\.js$/);
});

describe("the service worker", () => {
  function listed(): { path: string; sha256: string }[] {
    const found = /"files":(\[\{.*?\}\])/.exec(read("sw.js"))?.[1] ?? "[]";
    return JSON.parse(found);
  }

  test("lists every built file with its SHA-256, and nothing else", () => {
    const built = files().filter((name) => name !== "sw.js");
    const expected = built.map((name) => ({
      path: `/${name}`,
      sha256: createHash("sha256")
        .update(readFileSync(join(dist, name)))
        .digest("hex"),
    }));
    const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
    expect(listed().toSorted(byPath)).toEqual(expected.toSorted(byPath));
    expect(listed().map(({ path }) => path)).toEqual(
      expect.arrayContaining(["/index.html", "/manifest.webmanifest", "/icons/maskable-512.png"]),
    );
  });

  test("is a script that imports nothing", () => {
    expect(read("sw.js")).not.toMatch(/\bimport\b|\bexport\b|importScripts/);
  });
});

test("only the Latin part of the font travels", () => {
  const fonts = files().filter((name) => /\.woff2?$/.test(name));
  expect(fonts.length).toBeLessThanOrEqual(1);
  for (const name of fonts) expect(name).toMatch(/latin-wght-normal/);
});

test("the manifest makes the app installable, with maskable icons", () => {
  const manifest = JSON.parse(read("manifest.webmanifest"));
  expect(manifest).toMatchObject({ name: "Kinesync", start_url: "/", display: "standalone" });
  for (const size of ["192x192", "512x512"]) {
    for (const purpose of ["any", "maskable"]) {
      const icon = manifest.icons.find(
        (one: { sizes: string; purpose: string }) => one.sizes === size && one.purpose === purpose,
      );
      const png = readFileSync(join(dist, icon.src));
      expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`).toBe(size);
    }
  }
});
