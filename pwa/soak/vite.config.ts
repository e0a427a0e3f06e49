/** Bundles the driven tablet into one file for Node. */
import { defineConfig } from "vite";

export default defineConfig({
  build: { ssr: "soak/tablet.ts", target: "node22", minify: false },
  ssr: { noExternal: true },
});
