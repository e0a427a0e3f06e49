/** Bundles the driven tablet into one file for Node; MUTANT names a fault to plant into it. */
import { defineConfig } from "vite";
import { planted } from "./mutants.ts";

const { MUTANT } = process.env;

export default defineConfig({
  plugins: MUTANT ? [planted(MUTANT)] : [],
  build: { ssr: "soak/tablet.ts", target: "node22", minify: false },
  ssr: { noExternal: true },
});
