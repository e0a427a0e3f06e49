/** A full disk, an abort or a closed database at any write site: said by kind, and nothing half done. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Vault } from "./api";
import { open, openWork } from "./database";
import {
  failCommit,
  failPut,
  makeEdit,
  makeEnrolment,
  makeMutation,
  makeOrganizationKey,
  makePage,
  makeRunning,
  makeTools,
  makeVault,
  NOON,
  newId,
  PIN,
  patientChange,
  VISIT,
} from "./for-tests";
import { createStorage } from "./storage";

let made: Awaited<ReturnType<typeof makeVault>>;

beforeEach(async () => {
  made = await makeVault();
  await made.vault.write([
    makeEdit("sent"),
    makeEdit("refused", {}, "objective"),
    makeMutation("visit.end", {}, { entity: VISIT }),
  ]);
  await made.vault.forSync.renewEpoch("epoch-1");
  await made.vault.forSync.takeBatch(2, 1e6);
  await made.vault.forSync.applyVerdicts(
    {
      seq: 1,
      acked_n: 2,
      verdicts: [
        { n: 1, verdict: { verdict: "applied", version: 1, hash: "h" } },
        { n: 2, verdict: { verdict: "rejected", type: "t", title: "t" } },
      ],
    },
    NOON,
  );
  await made.vault.forSync.applyPage(makePage([patientChange()], { cursor: "c1" }), NOON);
  await made.vault.saveDraft("d", 1);
});

afterEach(() => made.vault.lock());

const SITES: Record<string, (vault: Vault) => Promise<unknown>> = {
  write: (vault) =>
    vault.write([makeEdit("new")], { running: makeRunning(), dropDrafts: ["d"], settles: [2] }),
  fold: async (vault) => vault.write([makeEdit("new")]),
  saveDraft: (vault) => vault.saveDraft("d", 2),
  dropDraft: (vault) => vault.dropDraft("d"),
  changePin: (vault) => vault.changePin(PIN, "604813"),
  confirmPin: (vault) => vault.confirmPin(PIN),
  takeBatch: (vault) => vault.forSync.takeBatch(50, 1e6),
  applyVerdicts: (vault) =>
    vault.forSync.applyVerdicts(
      { seq: 2, acked_n: 3, verdicts: [{ n: 3, verdict: { verdict: "applied", version: 1, hash: "h" } }] },
      NOON,
    ),
  applyPage: (vault) =>
    vault.forSync.applyPage(makePage([patientChange(2)], { cursor: "c2", backup_seq: 9 }), NOON),
  renewEpoch: (vault) => vault.forSync.renewEpoch("epoch-2"),
  contact: (vault) => vault.forSync.contact(new Date(NOON).toISOString(), NOON),
};

/** What a reload would find: everything that memory shows must be this. */
function shown(vault: Vault) {
  return {
    outbox: vault.outbox().map(({ n, mutation }) => [n, mutation.data.text]),
    sent: vault.sent().map(({ n }) => n),
    quarantine: vault.quarantine().map(({ n }) => n),
    draft: vault.draft("d"),
    running: vault.running()?.segment_id,
    epoch: vault.forSync.epoch(),
    cursor: vault.forSync.cursor(),
    patient: [...vault.rows().patient.values()].map(({ version }) => version),
  };
}

async function reloaded(): Promise<Vault> {
  made.vault.lock();
  return createStorage(made.tools)
    .unlock(made.person, PIN)
    .catch(() => createStorage(made.tools).unlock(made.person, "604813"));
}

describe.each(Object.keys(SITES))("%s", (site) => {
  const act = SITES[site];
  if (!act) throw new Error(site);

  test.each([
    ["QuotaExceededError", "quota"],
    ["AbortError", "aborted"],
  ] as const)("%s at each of its commits rejects as %s and memory equals disk", async (fault, kind) => {
    let commits = 0;
    for (let nth = 1; nth === 1 || nth <= commits; nth++) {
      const failing = failCommit(nth, fault);
      const outcome = await act(made.vault).then(
        () => "stored",
        (cause: { kind?: string }) => cause.kind,
      );
      failing.stop();
      commits = Math.max(commits, failing.seen());
      expect(outcome, `commit ${nth}`).toBe(kind);
      const before = shown(made.vault);
      const vault = await reloaded();
      expect(shown(vault)).toEqual(before);
      made = { ...made, vault };
    }
    expect(commits).toBeGreaterThan(0);
  });

  test("a full disk at each of its puts rejects as quota and memory equals disk", async () => {
    let puts = 0;
    for (let nth = 1; nth <= Math.max(puts, 1); nth++) {
      const failing = failPut(nth);
      const outcome = await act(made.vault).then(
        () => "stored",
        (cause: { kind?: string }) => cause.kind,
      );
      failing.stop();
      puts = Math.max(puts, failing.seen());
      expect(outcome, `put ${nth}`).toBe(failing.seen() < nth ? "stored" : "quota");
      const before = shown(made.vault);
      const vault = await reloaded();
      expect(shown(vault)).toEqual(before);
      made = { ...made, vault };
    }
  });

  test("after a failure the next try succeeds", async () => {
    const failing = failCommit(1, "QuotaExceededError");
    await act(made.vault).catch(() => {});
    failing.stop();
    await act(made.vault);
  });
});

test("a write that failed is not counted: numbers stay without a gap", async () => {
  const failing = failCommit(1, "QuotaExceededError");
  await expect(made.vault.write([makeMutation("visit.end", {})])).rejects.toMatchObject({ kind: "quota" });
  failing.stop();
  await made.vault.write([makeMutation("visit.end", {})]);
  expect(made.vault.outbox().map(({ n }) => n)).toEqual([3, 4]);
});

test("a stop on the lock screen that fails is said, and the clock still runs", async () => {
  const running = makeRunning();
  await made.vault.write([], { running });
  made.vault.lock();
  const stop = {
    segment_id: running.segment_id,
    ended_at: "x",
    because: "stop" as const,
    zone: null,
    offset_minutes: null,
    page_run_id: null,
    monotonic_ms: null,
  };
  const failing = failCommit(1, "QuotaExceededError");
  await expect(made.storage.stopWhileLocked(made.person, stop)).rejects.toMatchObject({ kind: "quota" });
  failing.stop();
  expect((await made.storage.lockScreen(made.person)).running).toEqual(running);
});

test("enrolling that fails at any commit leaves no half-made vault, and can be done again", async () => {
  made.vault.lock();
  const { publicKey } = await makeOrganizationKey();
  const enrolment = makeEnrolment(publicKey, { clinician: { ...made.enrolment.clinician, id: newId() } });
  const storage = createStorage(makeTools());
  for (let nth = 1; ; nth++) {
    const failing = failCommit(nth, "QuotaExceededError");
    const failed = await storage.enrol(enrolment).then(
      (vault) => {
        vault.lock();
        return null;
      },
      (cause: { kind?: string }) => cause.kind,
    );
    failing.stop();
    if (failing.seen() < nth) break;
    expect(failed).toBe("quota");
  }
  (await storage.unlock(enrolment.clinician.id, PIN)).lock();
});

test("a newer version of the app closes the database: the vault locks and says so", async () => {
  const told: unknown[] = [];
  made.vault.subscribe((change) => told.push(change));
  const newer = indexedDB.open(`kinesync-work-${made.person}`, 2);
  await new Promise((resolve) => {
    newer.onsuccess = resolve;
  });
  newer.result.close();
  expect(told).toEqual([{ kind: "locked", reason: "elsewhere" }]);
  await expect(openWork(made.person)).rejects.toMatchObject({ kind: "newer" });
});

test("an older tab that does not let go is said as blocked", async () => {
  const name = `kinesync-work-${newId()}`;
  const older = indexedDB.open(name, 1);
  await new Promise((resolve) => {
    older.onsuccess = resolve;
  });
  const opening = open(name, [() => {}, () => {}], () => {});
  await expect(opening).rejects.toMatchObject({ kind: "blocked" });
  older.result.close();
});

test("as long as the last thing typed or recorded is not stored, the vault says so", async () => {
  const { vault } = made;
  const told: boolean[] = [];
  vault.subscribe(() => told.push(vault.lastNotStored()));
  const full = failPut(1);
  await expect(vault.write([makeEdit("new")])).rejects.toMatchObject({ kind: "quota" });
  full.stop();
  expect(vault.lastNotStored()).toBe(true);
  expect(told.at(-1)).toBe(true);

  await vault.write([makeEdit("new")]);

  expect(vault.lastNotStored()).toBe(false);
  expect(told.at(-1)).toBe(false);
});

test("a draft that could not be stored is not forgotten over another that could", async () => {
  const { vault } = made;
  const full = failPut(1);
  await expect(vault.saveDraft("d", 2)).rejects.toMatchObject({ kind: "quota" });
  full.stop();
  await vault.saveDraft("e", 1);
  await vault.write([makeEdit("new")]);
  await vault.dropDraft("e");
  expect(vault.lastNotStored()).toBe(true);

  await vault.saveDraft("d", 2);
  expect(vault.lastNotStored()).toBe(false);
});

test.each<[string, (vault: Vault) => Promise<void>]>([
  ["dropped", (vault) => vault.dropDraft("d")],
  ["stored as what it was a draft of", (vault) => vault.write([makeEdit("new")], { dropDrafts: ["d"] })],
])("a draft that could not be stored is forgotten once it is %s", async (_how, act) => {
  const { vault } = made;
  const full = failPut(1);
  await expect(vault.saveDraft("d", 2)).rejects.toMatchObject({ kind: "quota" });
  full.stop();
  await act(vault);
  expect(vault.lastNotStored()).toBe(false);
});

test("words that could not be recorded are not forgotten over a draft that is stored", async () => {
  const { vault } = made;
  const full = failPut(1);
  await expect(vault.write([makeEdit("new")])).rejects.toMatchObject({ kind: "quota" });
  full.stop();
  await vault.saveDraft("d", 2);
  expect(vault.lastNotStored()).toBe(true);
});
