/**
 * Emit the service worker with the list of every built file and its SHA-256.
 *
 * The worker is a chunk of the same build; its `__BUILD__` is replaced when all
 * other files are known. It imports nothing, so it is a classic script.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { Plugin } from "vite";

export interface BuiltFile {
  path: string;
  sha256: string;
}

interface Options {
  entry: string;
  file: string;
}

const PLACEHOLDER = "__BUILD__";

export function serviceWorker({ entry, file }: Options): Plugin {
  let publicDir = "";
  return {
    name: "kinesync-service-worker",
    apply: "build",
    enforce: "post",
    configResolved(config) {
      publicDir = config.publicDir;
    },
    buildStart() {
      this.emitFile({ type: "chunk", id: entry, fileName: file });
    },
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const worker = bundle[file];
        if (worker?.type !== "chunk" || worker.imports.length > 0 || worker.exports.length > 0) {
          this.error(`${entry} must be a script that imports and exports nothing`);
        }
        if (worker.code.split(PLACEHOLDER).length !== 2) this.error(`${entry} must name ${PLACEHOLDER} once`);
        const built = Object.values(bundle)
          .filter((output) => output.fileName !== file)
          .map((output) => hashed(output.fileName, output.type === "chunk" ? output.code : output.source));
        const files = [...built, ...publicFiles(publicDir)].sort((a, b) => (a.path < b.path ? -1 : 1));
        worker.code = worker.code.replace(PLACEHOLDER, () => JSON.stringify({ id: buildId(files), files }));
      },
    },
  };
}

/** Name the build by its content, so that the same sources give the same worker. */
export function buildId(files: readonly BuiltFile[]): string {
  return sha256(JSON.stringify(files)).slice(0, 16);
}

function publicFiles(folder: string, under = ""): BuiltFile[] {
  return readdirSync(join(folder, under), { withFileTypes: true }).flatMap((found) => {
    const name = posix.join(under, found.name);
    return found.isDirectory() ? publicFiles(folder, name) : [hashed(name, readFileSync(join(folder, name)))];
  });
}

function hashed(name: string, content: string | Uint8Array): BuiltFile {
  return { path: `/${name}`, sha256: sha256(content) };
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
