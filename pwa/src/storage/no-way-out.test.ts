/** Every button, wipe, revocation and update there is: none of them destroys work that no server has confirmed. */
import { expect, test } from "vitest";
import { deleteBase, open, WORK_STEPS, type WorkSchema } from "./database";
import { CANARY, makeEdit, makeEnrolment, makeMutation, makePage, makeVault, NOON, PIN } from "./for-tests";
import { createStorage } from "./storage";

type Made = Awaited<ReturnType<typeof working>>;
const WRONG = "739165";

/** One change in each queue, one that an earlier PIN left, a stop from the lock screen. */
async function working() {
  const made = await makeVault();
  await made.vault.write([makeEdit(CANARY)]);
  made.vault.lock();
  const again = makeEnrolment(made.organizationKey.publicKey, {
    deviceId: "0190c000-0000-7000-8000-0000000000de",
  });
  const vault = await made.storage.enrol(again);
  await vault.write([1, 2, 3].map((value) => makeMutation("measure.record", { value })));
  await vault.forSync.takeBatch(50, 1e6);
  const refused = { verdict: "rejected" as const, type: "/problems/invalid", title: "t" };
  const applied = { verdict: "applied" as const, version: 1, hash: "0".repeat(64) };
  const verdicts = [
    { n: 1, verdict: refused },
    { n: 2, verdict: applied },
  ];
  await vault.forSync.applyVerdicts({ verdicts, seq: 9, acked_n: 2 }, NOON);
  return { ...made, vault };
}

/** Which changes the tablet still has, wherever they lie. */
async function held({ storage, person }: Made): Promise<string[]> {
  const { parts } = await storage.rescueFile(person);
  return parts.flatMap(({ device_id, rows }) => rows.map(({ n }) => `${device_id.slice(-2)} ${n}`)).sort();
}

const ALL = ["dd 1", "de 1", "de 2", "de 3"];

const WAYS: [string, (made: Made) => Promise<void>][] = [
  ["locking and logging out", async ({ vault }) => vault.lock("asked")],
  ["locking by itself", async ({ vault }) => vault.lock("idle")],
  [
    "ten wrong PINs",
    async ({ vault, storage, person, tools }) => {
      vault.lock();
      for (let tried = 0; tried < 10; tried++) {
        await storage.unlock(person, WRONG).catch(() => {});
        tools.pass(3_600_000);
      }
    },
  ],
  ["a revoked tablet", ({ vault }) => vault.shred()],
  [
    "a forgotten PIN and a new one",
    async ({ vault, storage, organizationKey }) => {
      vault.lock();
      const deviceId = "0190c000-0000-7000-8000-0000000000df";
      (await storage.enrol(makeEnrolment(organizationKey.publicKey, { deviceId }))).lock();
    },
  ],
  [
    "an expired lease",
    async ({ vault, storage, person, tools }) => {
      vault.lock();
      tools.pass(30 * 86_400_000);
      await expect(storage.unlock(person, PIN)).rejects.toMatchObject({ kind: "lease-expired" });
    },
  ],
  [
    "a patient who leaves the caseload",
    ({ vault }) => vault.forSync.applyPage(makePage([], { removed: ["p"], backup_seq: 8 }), NOON),
  ],
  ["a server that was restored", ({ vault }) => vault.forSync.renewEpoch("epoch-2")],
  [
    "the server's rows thrown away",
    async ({ vault, person }) => {
      vault.lock();
      await new Promise((done) => setTimeout(done));
      await deleteBase(person);
    },
  ],
  [
    "a newer version that changes the database, with this one open",
    async ({ person }) => {
      const newer = await open<WorkSchema>(
        `kinesync-work-${person}`,
        [...WORK_STEPS, (database) => void database.createObjectStore("later" as never)],
        () => {},
      );
      expect(await newer.count("outbox")).toBe(1);
      expect(await newer.count("sealed")).toBe(1);
      newer.close();
    },
  ],
];

test.each(WAYS)("%s", async (name, act) => {
  const made = await working();
  expect(await held(made)).toEqual(ALL);

  await act(made);

  if (name.startsWith("a newer version")) {
    // The older version cannot read it any more, and says so; the newer one counted what it found.
    await expect(made.storage.lockScreen(made.person)).rejects.toMatchObject({ kind: "newer" });
    return;
  }
  expect(await held({ ...made, storage: createStorage(made.tools) })).toEqual(ALL);
});

test("the server's receipt alone lets sealed work go, and only what it names", async () => {
  const made = await working();
  await made.vault.shred();
  const part = await made.storage.nextSealed(made.person);
  if (!part) throw new Error("nothing sealed");

  await made.storage.sealedReceived(made.person, { ...part.upload, rows: part.upload.rows.slice(0, 1) });

  expect(await held(made)).toHaveLength(3);
});
