/** The daily comparison: an unknown fault in the rows is found, repaired and reported; nothing else is touched. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { digestOf, type HeldRow, scopeOf, sumOf } from "../storage/digests";
import { makeChange, makeMutation, makePage, makeVault, NOON } from "../storage/for-tests";
import { checkDaily } from "./checksum";

const DAY = 86_400_000;
const PATIENT = "0190c000-0000-7000-8000-0000000000b1";
let made: Awaited<ReturnType<typeof makeVault>>;
let truth: HeldRow[];
let asked: { path: string; body: Record<string, string> }[];

/** As the server answers: by scope, then by parts of the place, with the rows where they are few. */
async function answer(path: string, init: RequestInit): Promise<Response> {
  const body = JSON.parse(String(init.body)) as Record<string, string> & { rows: { id: string }[] };
  asked.push({ path, body });
  if (path === "/api/sync/rows") {
    const wanted = new Set(body.rows.map(({ id }) => id));
    const here = truth.filter(({ id }) => wanted.has(id));
    const gone = body.rows.filter(({ id }) => !here.some((row) => row.id === id));
    return Response.json({ epoch: "epoch-1", gone, changes: here.map(wired) });
  }
  const told = { epoch: "epoch-1", current: true };
  const rows = await Promise.all(
    truth.map(async (row) => ({ scope: scopeOf(row), ...(await digestOf(row)) })),
  );
  const scopes = [...new Set(rows.map(({ scope }) => scope))];
  if (!body.scope)
    return Response.json({
      ...told,
      scopes: scopes.map((scope) => ({ scope, ...sumOf(rows.filter((row) => row.scope === scope)) })),
    });
  const below = rows.filter(
    ({ scope, place }) => scope === body.scope && place.startsWith(body.prefix ?? ""),
  );
  const depth = (body.prefix ?? "").length + 1;
  const prefixes = [...new Set(below.map(({ place }) => place.slice(0, depth)))];
  const parts = prefixes.map((prefix) => ({
    prefix,
    ...sumOf(below.filter(({ place }) => place.startsWith(prefix))),
  }));
  const few = below.map(({ entity, id, version, hash }) => ({ entity, id, version, hash }));
  return Response.json({ ...told, parts, ...(below.length <= 16 ? { rows: few } : {}) });
}

function wired({ entity, id, version, data }: HeldRow) {
  const { id: _, version: __, ...sent } = data;
  return makeChange(entity, id, version, sent);
}

beforeEach(async () => {
  asked = [];
  vi.stubGlobal("fetch", answer);
  made = await makeVault();
  await made.vault.forSync.renewEpoch("epoch-1");
  const id = (i: number) => `0190c000-0000-7000-8000-${String(i).padStart(12, "0")}`;
  const many = Array.from({ length: 60 }, (_, i) =>
    makeChange("measure", id(i), 1, { patient_id: PATIENT, visit_id: "v", value: i }),
  );
  const clinic = makeChange("clinic", id(99), 1, { name: "Main" });
  await made.vault.forSync.applyPage(makePage([...many, clinic]), NOON);
  truth = structuredClone(made.vault.forSync.heldRows());
  await made.vault.forSync.noteChecked(NOON);
});
afterEach(() => made.vault.lock());

const wrongRow = (i: number) => truth[i] as HeldRow;

test("it asks once a day, and where all is well only once", async () => {
  expect(await checkDaily(made.vault, NOON + DAY - 1)).toBe(0);
  expect(asked).toEqual([]);
  expect(await checkDaily(made.vault, NOON + DAY)).toBe(0);
  expect(asked.map(({ path }) => path)).toEqual(["/api/sync/checksum"]);
  expect(await checkDaily(made.vault, NOON + DAY + 1)).toBe(0);
  expect(asked).toHaveLength(1);
});

test("rows that are other, missing or too many are found and repaired; the outbox is not touched", async () => {
  await made.vault.write([makeMutation("measure.record", { visit_id: "v", value: 1 })]);
  wrongRow(7).data = { ...wrongRow(7).data, value: 700 };
  const [gone] = truth.splice(20, 1);
  truth.push({ ...wrongRow(0), id: "0190c000-0000-7000-8000-00000000abcd", version: 1 });
  wrongRow(truth.length - 1).data = { ...wrongRow(0).data };

  expect(await checkDaily(made.vault, NOON + DAY)).toBe(3);

  const { measure } = made.vault.rows();
  expect(measure.get(wrongRow(7).id)?.value).toBe(700);
  expect(measure.has(gone?.id ?? "")).toBe(false);
  expect(measure.has("0190c000-0000-7000-8000-00000000abcd")).toBe(true);
  expect(made.vault.outbox()).toHaveLength(1);
  expect(asked.map(({ path }) => path).filter((path) => path === "/api/sync/rows")).toHaveLength(1);
  expect(asked.map(({ path }) => path).join()).not.toContain(PATIENT);
  expect(await checkDaily(made.vault, NOON + 2 * DAY)).toBe(0);
});

test("rows of a scope that is not ours any more are dropped", async () => {
  truth = truth.filter(({ entity }) => entity === "clinic");
  expect(await checkDaily(made.vault, NOON + DAY)).toBe(60);
  expect(made.vault.rows().measure.size).toBe(0);
});
