/**
 * Which modules travel together: few files, each needed whole.
 *
 * Every file costs a turn through the service worker, which checks its hash. `start`
 * is what the lock screen and sign-in need, `day` what Today and a visit need beside
 * it: fetched while the PIN is typed. Other screens come in files of their own.
 */
interface Graph {
  getModuleInfo(id: string): { importers: readonly string[] } | null;
}

const ROOTS: readonly (readonly [string, RegExp])[] = [
  ["start", /\/src\/main\.tsx$/],
  ["day", /\/src\/features\/(today\/TodayPage|visit\/VisitPage)\.tsx$/],
];

/** Name the file of a module: that of the first root that imports it, itself or through others. */
export function chunkOf(id: string, graph: Graph): string | null {
  const above = importersOf(id, graph);
  return ROOTS.find(([, root]) => [...above].some((one) => root.test(one)))?.[0] ?? null;
}

/** The module and everything that imports it without waiting. */
function importersOf(id: string, graph: Graph): Set<string> {
  const found = new Set([id]);
  for (const one of found)
    for (const importer of graph.getModuleInfo(one)?.importers ?? []) found.add(importer);
  return found;
}
