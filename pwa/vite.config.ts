/**
 * How the tablet is built: hashed files, nothing inline (the CSP has no
 * `unsafe-*`), one worker of its own, and a service worker that knows every file.
 */
import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { chunkOf } from "./build/chunks.ts";
import { serviceWorker } from "./build/service-worker.ts";

// light-dark() must reach the browser as written, so no older target than these.
const BROWSERS = ["chrome123", "safari17.5", "firefox128"];

const { version } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8")) as {
  version: string;
};

export default defineConfig({
  define: { __VERSION__: JSON.stringify(version) },
  plugins: [serviceWorker({ entry: "src/service-worker/worker.ts", file: "sw.js" })],
  build: {
    target: BROWSERS,
    cssTarget: BROWSERS,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: chunkOf, includeDependenciesRecursively: false }] } },
    },
  },
  // The server serves `assets/argon2-…` alone with 'wasm-unsafe-eval', by this name.
  worker: { format: "es", rolldownOptions: { output: { entryFileNames: "assets/argon2-[hash].js" } } },
  server: { proxy: { "/api": "http://localhost:8097" } },
  test: {
    include: ["src/**/*.test.{ts,tsx}", "build/**/*.test.ts"],
    unstubGlobals: true,
    // Five seconds, as vitest has it, are few where other tests run beside these.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
