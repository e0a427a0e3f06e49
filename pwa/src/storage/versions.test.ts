/** What an installed version left on a tablet opens in this one, and the steps between versions only add. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, test } from "vitest";
import { open, openWork, WORK_STEPS, type WorkSchema } from "./database";
import { makeEdit, makeTools } from "./for-tests";
import { type Recording, record, restore } from "./recorded/store";
import { createStorage } from "./storage";

const FOLDER = join(import.meta.dirname, "recorded");
const RECORDED = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));
const read = (name: string) => JSON.parse(readFileSync(join(FOLDER, name), "utf8")) as Recording;

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe.each(RECORDED)("%s", (name) => {
  test("opens with its PIN: queues, drafts, clock and what an earlier PIN left", async () => {
    const recording = read(name);
    await restore(recording);

    const storage = createStorage(makeTools());
    const vault = await storage.unlock(recording.person, recording.pin);

    expect(vault.unreadable()).toBe(0);
    expect(vault.sent().map(({ mutation }) => mutation.data.text)).toEqual(["Sent and confirmed."]);
    expect(vault.quarantine().map(({ mutation }) => mutation.data.value)).toEqual([65]);
    expect(vault.outbox().map(({ n, mutation }) => [n, mutation.kind])).toEqual([
      [3, "intervention.record"],
      [4, "section.edit"],
    ]);
    expect(vault.draft("section:plan")).toEqual({ text: "Half a sen", seen: "" });
    expect(vault.running()).not.toBeNull();
    expect(vault.forSync.sealed()).toBe(1);
    await vault.write([makeEdit("Written by the version of today.")]);
    expect(vault.outbox().at(-1)?.n).toBe(5);
    vault.lock();
    expect((await storage.rescueFile(recording.person)).parts.flatMap(({ rows }) => rows)).toHaveLength(6);
  });

  test("is byte for byte what it was after the step to this version", async () => {
    const recording = read(name);
    await restore(recording);
    const half = JSON.stringify(recording.stores).match(/"\$half":"([^"]*)"/)?.[1] ?? "";

    (await openWork(recording.person)).close();

    const after = await record(recording.name, half);
    for (const store of recording.stores) expect(after).toContainEqual(store);
  });
});

test("there is a recording of every version that was installed", () => {
  expect(RECORDED.map((name) => read(name).version).sort()).toEqual(WORK_STEPS.map((_, i) => i + 1));
});

test("a further step finds everything, and its failure leaves the version before as it was", async () => {
  const recording = read("work-1.json");
  await restore(recording);
  const failing = open<WorkSchema>(
    recording.name,
    [
      ...WORK_STEPS,
      (database) => {
        database.createObjectStore("meta"); // is there already
      },
    ],
    () => {},
  );
  await expect(failing).rejects.toMatchObject({ name: "StorageFault" });
  const database = await open<WorkSchema>(recording.name, [...WORK_STEPS, () => {}], () => {});
  expect(database.version).toBe(WORK_STEPS.length + 1);
  expect(await database.count("outbox")).toBe(2);
  database.close();
});
