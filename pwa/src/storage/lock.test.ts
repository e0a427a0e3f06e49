/** The lock: PINs, waits, the lease, the running clock, and work that outlives its keys. */
import { IDBFactory } from "fake-indexeddb";
import { describe, expect, test, vi } from "vitest";
import { fromBase64url } from "./bytes";
import { deriveAesKey, unsealBytes } from "./cipher";
import { openWork } from "./database";
import {
  CANARY,
  makeEdit,
  makeEnrolment,
  makeMutation,
  makeOrganizationKey,
  makePage,
  makeRunning,
  makeTools,
  makeVault,
  NOON,
  PIN,
  patientChange,
  SERVER_HALF,
  VISIT,
} from "./for-tests";
import { calibrate, type Derive } from "./keys/argon2";
import { pinFault } from "./keys/pin";
import type { KeyRecords } from "./keys/records";
import { openPeople } from "./people";
import { createStorage } from "./storage";

const WRONG = "739165";
const HOUR = 3_600_000;

async function locked(tools = makeTools()) {
  const made = await makeVault(tools);
  await made.vault.write([makeEdit(CANARY)]);
  made.vault.lock();
  return made;
}

describe("which PINs are taken", () => {
  test.each(["739164", "80352719", "604813"])("%s is taken", (pin) => {
    expect(pinFault(pin)).toBeNull();
  });
  test.each([
    ["12345", "too-short"],
    ["", "too-short"],
    ["73916a", "not-digits"],
    ["123456", "common"],
    ["987654", "common"],
    ["000000", "common"],
    ["121212", "common"],
    ["454545", "common"],
    ["19840317", "common"],
    ["170384", "common"],
    ["112233", "common"],
    ["135791", "common"],
  ])("%s is refused: %s", (pin, kind) => {
    expect(pinFault(pin)).toBe(kind);
  });

  test("a refused PIN stores nothing", async () => {
    globalThis.indexedDB = new IDBFactory();
    const { publicKey } = await makeOrganizationKey();
    const enrol = createStorage(makeTools()).enrol(makeEnrolment(publicKey, { pin: "123456" }));
    await expect(enrol).rejects.toMatchObject({ name: "PinRefused", kind: "common" });
    expect(await openPeople()).toEqual([]);
  });
});

describe("wrong PINs", () => {
  test("from the fifth on there is a wait that doubles, and the tenth destroys the keys but not the outbox", async () => {
    const { storage, tools, person } = await locked();
    const waits: number[] = [];
    for (let tried = 1; tried <= 9; tried++) {
      await expect(storage.unlock(person, WRONG)).rejects.toMatchObject({
        kind: "wrong-pin",
        triesLeft: 10 - tried,
      });
      const { wait_seconds } = await storage.lockScreen(person);
      waits.push(wait_seconds);
      tools.pass(wait_seconds * 1000);
    }
    expect(waits).toEqual([0, 0, 0, 0, 30, 60, 120, 240, 480]);

    await expect(storage.unlock(person, WRONG)).rejects.toMatchObject({ kind: "shredded" });

    await expect(storage.unlock(person, PIN)).rejects.toMatchObject({ kind: "shredded" });
    expect(await storage.lockScreen(person)).toMatchObject({ shredded: true, only_here: 1, tries_left: 0 });
    expect((await storage.nextSealed(person))?.upload.rows).toHaveLength(1);
    expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(`kinesync-base-${person}`);
  });

  test("while waiting even the right PIN is not tried", async () => {
    const { storage, tools, person } = await locked();
    for (let tried = 0; tried < 5; tried++) await storage.unlock(person, WRONG).catch(() => {});
    await expect(storage.unlock(person, PIN)).rejects.toMatchObject({ kind: "wait", waitSeconds: 30 });
    tools.pass(29_000);
    await expect(storage.unlock(person, PIN)).rejects.toMatchObject({ kind: "wait", waitSeconds: 1 });
    tools.pass(1000);
    (await storage.unlock(person, PIN)).lock();
  });

  test("a clock set back starts the wait again, and it ends", async () => {
    const { storage, tools, person } = await locked();
    for (let tried = 0; tried < 5; tried++) await storage.unlock(person, WRONG).catch(() => {});
    tools.set(NOON - HOUR);
    await expect(storage.unlock(person, PIN)).rejects.toMatchObject({ kind: "wait", waitSeconds: 30 });
    tools.pass(30_000);
    (await storage.unlock(person, PIN)).lock();
  });

  test("the count survives a restart of the app and the right PIN clears it", async () => {
    const { tools, person } = await locked();
    for (let tried = 0; tried < 4; tried++)
      await createStorage(tools)
        .unlock(person, WRONG)
        .catch(() => {});
    expect(await createStorage(tools).lockScreen(person)).toMatchObject({ tries_left: 6 });
    (await createStorage(tools).unlock(person, PIN)).lock();
    expect(await createStorage(tools).lockScreen(person)).toMatchObject({ tries_left: 10 });
  });

  test("a try counts before its result is known, so ending the app gives no free one", async () => {
    const { storage, tools, person } = await locked();
    const { decrypt } = crypto.subtle;
    crypto.subtle.decrypt = () => Promise.reject(new Error("the app ended here"));
    await storage.unlock(person, PIN).catch(() => {});
    crypto.subtle.decrypt = decrypt;
    expect(await createStorage(tools).lockScreen(person)).toMatchObject({ tries_left: 9 });
  });

  test("a PIN asked again before signing counts too, and its tenth locks the vault", async () => {
    const { vault, tools } = await makeVault();
    await vault.confirmPin(PIN);
    const told: unknown[] = [];
    vault.subscribe((change) => told.push(change));
    for (let tried = 1; tried <= 10; tried++) {
      const kind = tried === 10 ? "shredded" : "wrong-pin";
      await expect(vault.confirmPin(WRONG)).rejects.toMatchObject({ kind });
      tools.pass(HOUR);
    }
    expect(told).toContainEqual({ kind: "locked", reason: "shredded" });
  });

  test("somebody who never set a PIN here cannot unlock", async () => {
    const { storage } = await locked();
    await expect(storage.unlock("nobody", PIN)).rejects.toMatchObject({ kind: "not-enrolled" });
  });
});

describe("keys", () => {
  test("a new PIN opens, the old one does not, and no record was written anew", async () => {
    const { vault, storage, person } = await makeVault();
    await vault.write([makeEdit(CANARY)]);
    const before = await readOutbox(person);
    await vault.changePin(PIN, "604813");
    vault.lock();
    expect(await readOutbox(person)).toEqual(before);
    await expect(storage.unlock(person, PIN)).rejects.toMatchObject({ kind: "wrong-pin" });
    const again = await storage.unlock(person, "604813");
    expect(again.outbox()[0]?.mutation.data.text).toBe(CANARY);
    again.lock();
  });

  test("the right PIN with another server half opens nothing", async () => {
    const { storage, person } = await locked();
    const work = await openWork(person);
    const bytes = new Uint8Array(32).fill(8);
    const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, [
      "sign",
    ]);
    await work.put("keys", { id: "server_half", key });
    work.close();
    await expect(storage.unlock(person, PIN)).rejects.toMatchObject({ kind: "wrong-pin" });
  });

  test("the server's half is a key that no script can read", async () => {
    const { person } = await locked();
    const work = await openWork(person);
    const half = (await work.get("keys", "server_half")) as { key: CryptoKey };
    work.close();
    expect(half.key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey("raw", half.key)).rejects.toThrow();
  });

  test("where the browser stores no CryptoKey the half lies under the PIN, and a new PIN takes it along", async () => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given: Parameters<typeof put>) {
      if (given[0]?.key instanceof CryptoKey) throw new DOMException("no keys here", "DataCloneError");
      return put.apply(this, given);
    };
    try {
      const { vault, storage, tools, person } = await makeVault();
      await vault.changePin(PIN, "604813");
      vault.lock();
      (await storage.unlock(person, "604813")).lock();
      const work = await openWork(person);
      expect(await work.get("keys", "server_half")).toHaveProperty("wrapped.ct");
      work.close();
      tools.pass(73 * HOUR);
      await expect(storage.unlock(person, "604813")).rejects.toMatchObject({ kind: "lease-expired" });
      await storage.renewLease(person, SERVER_HALF);
      (await storage.unlock(person, "604813")).lock();
    } finally {
      IDBObjectStore.prototype.put = put;
    }
  });

  test("calibrating takes the highest cost within 300 ms and never goes below the floor", async () => {
    const salt = new Uint8Array(16);
    const slow = (msPerMiB: number) => {
      let time = 0;
      const derive: Derive = async (_pin, _salt, { memory_kib, passes }) => {
        time += (memory_kib / 1024) * passes * msPerMiB;
        return new Uint8Array(32);
      };
      return { derive, clock: () => time };
    };
    const tries = async (ms: number) => {
      const { derive, clock } = slow(ms);
      const counted = vi.fn(derive);
      await calibrate(counted, PIN, salt, clock);
      return counted.mock.calls.length;
    };
    const cost = async (ms: number) => {
      const { derive, clock } = slow(ms);
      const found = (await calibrate(derive, PIN, salt, clock)).cost;
      return [found.memory_kib / 1024, found.passes];
    };
    expect(await cost(1)).toEqual([64, 3]);
    expect(await cost(2)).toEqual([64, 2]);
    expect(await cost(4)).toEqual([32, 2]);
    expect(await cost(100)).toEqual([19, 2]);
    expect(await tries(100)).toBe(1);
    expect(await tries(1)).toBe(2);
  });

  test("too little memory for 64 MiB falls to what there is; none at all is said", async () => {
    const poor: Derive = async (_pin, _salt, { memory_kib }) => {
      if (memory_kib > 20_000) throw new Error("no memory");
      return new Uint8Array(32);
    };
    const { cost } = await calibrate(poor, PIN, new Uint8Array(16), () => 0);
    expect(cost.memory_kib).toBe(19 * 1024);
    const none: Derive = () => Promise.reject(new Error("no memory"));
    await expect(calibrate(none, PIN, new Uint8Array(16), () => 0)).rejects.toThrow();
  });

  test("the wraps are a versioned list that states its parameters", async () => {
    const { person } = await locked();
    const work = await openWork(person);
    const { wraps } = (await work.get("keys", "wraps")) as KeyRecords["wraps"];
    work.close();
    expect(wraps).toMatchObject([
      { v: 1, kind: "pin", kdf: { name: "argon2id", memory_kib: 65536, passes: 3 } },
    ]);
  });
});

describe("the offline lease", () => {
  test("72 hours without the server close the vault; a sign-in opens it again", async () => {
    const { storage, tools, person } = await locked();
    tools.pass(72 * HOUR);
    (await storage.unlock(person, PIN)).lock();
    tools.pass(1);
    await expect(storage.unlock(person, PIN)).rejects.toMatchObject({ kind: "lease-expired" });
    expect(await storage.lockScreen(person)).toMatchObject({ lease_expired: true, only_here: 1 });

    await storage.renewLease(person, SERVER_HALF);

    const vault = await storage.unlock(person, PIN);
    expect(vault.outbox()).toHaveLength(1);
    vault.lock();
  });

  test("setting the clock back does not bring an expired lease back", async () => {
    const { storage, tools, person } = await locked();
    tools.pass(73 * HOUR);
    await expect(storage.unlock(person, PIN)).rejects.toMatchObject({ kind: "lease-expired" });
    tools.set(NOON);
    await expect(storage.unlock(person, PIN)).rejects.toMatchObject({ kind: "lease-expired" });
  });

  test("with the clock set back it runs on while the vault is open, and locks it at its end", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    try {
      const { storage, tools, person } = await locked();
      tools.pass(71 * HOUR);
      (await storage.unlock(person, PIN)).lock();
      tools.set(NOON);
      const vault = await storage.unlock(person, PIN);
      const lockedBy = new Promise((resolve) => {
        vault.subscribe((change) => change.kind === "locked" && resolve(change));
      });
      tools.pass(2 * HOUR);
      vi.advanceTimersByTime(60_000);
      expect(await lockedBy).toEqual({ kind: "locked", reason: "lease" });
    } finally {
      vi.useRealTimers();
    }
  });

  test("another half than the one given first is not taken", async () => {
    const { storage, tools, person } = await locked();
    tools.pass(73 * HOUR);
    await storage.unlock(person, PIN).catch(() => {});
    const other = "A".repeat(43);
    await expect(storage.renewLease(person, other)).rejects.toMatchObject({ kind: "not-enrolled" });
  });

  test("an answer of the server renews it, with the hours the organization has now", async () => {
    const { vault, storage, tools, person, enrolment } = await makeVault();
    const organization = { ...enrolment.organization, offline_lease_hours: 24 };
    const change = {
      entity: "organization",
      id: organization.id,
      version: 2,
      deleted: false,
      data: organization,
    };
    await vault.forSync.applyPage(makePage([change]), NOON);
    tools.pass(70 * HOUR);
    await vault.forSync.contact(new Date(tools.now()).toISOString(), tools.now());
    vault.lock();
    tools.pass(24 * HOUR);
    (await storage.unlock(person, PIN)).lock();
    tools.pass(HOUR);
    await expect(storage.unlock(person, PIN)).rejects.toMatchObject({ kind: "lease-expired" });
  });
});

describe("the running clock on the lock screen", () => {
  const stop = (segment_id: string, because: "stop" | "pause" = "stop") => ({
    segment_id,
    ended_at: new Date(NOON + 600_000).toISOString(),
    because,
    zone: "America/New_York",
    offset_minutes: -300,
    page_run_id: null,
    monotonic_ms: null,
  });

  async function running() {
    const made = await makeVault();
    const fact = makeRunning();
    const start = makeMutation(
      "segment.start",
      {
        visit_id: VISIT,
        code: "97112",
        performer: "together",
        provenance: "timed",
        started_at: fact.started_at,
      },
      { entity: fact.segment_id },
    );
    await made.vault.write([start], { running: fact });
    made.vault.lock();
    return { ...made, fact, start };
  }

  test("is shown without the PIN, with ids and instants only", async () => {
    const { storage, person, fact } = await running();
    expect((await storage.lockScreen(person)).running).toEqual(fact);
  });

  test("is stopped without the PIN; unlocking makes a mutation of it", async () => {
    const { storage, person, fact, start } = await running();
    await storage.stopWhileLocked(person, stop(fact.segment_id, "pause"));
    expect(await storage.lockScreen(person)).toMatchObject({ running: null, only_here: 2 });

    const vault = await storage.unlock(person, PIN);

    const made = vault.outbox().at(-1)?.mutation;
    expect(made).toMatchObject({
      n: 2,
      kind: "segment.stop",
      entity: fact.segment_id,
      depends_on: [start.id],
    });
    expect(made?.data).toEqual({
      ended_at: new Date(NOON + 600_000).toISOString(),
      because: "pause",
      performer: "together",
      provenance: "timed",
      zone: "America/New_York",
      offset_minutes: -300,
      page_run_id: null,
      monotonic_ms: null,
    });
    expect(vault.rows().segment.get(fact.segment_id)?.ended_because).toBe("pause");
    expect(vault.running()).toBeNull();
    vault.lock();
    const again = await storage.unlock(person, PIN);
    expect(again.outbox()).toHaveLength(2);
    expect((await storage.lockScreen(person)).only_here).toBe(2);
    again.lock();
  });

  test("a second tap, or a stop of another segment, does nothing", async () => {
    const { storage, person, fact } = await running();
    await storage.stopWhileLocked(person, stop("another"));
    expect((await storage.lockScreen(person)).running).toEqual(fact);
    await storage.stopWhileLocked(person, stop(fact.segment_id));
    await storage.stopWhileLocked(person, stop(fact.segment_id));
    expect((await storage.lockScreen(person)).only_here).toBe(2);
  });
});

describe("work whose key is gone", () => {
  test("is uploaded sealed, and the organization can read it", async () => {
    const { vault, storage, person, organizationKey, enrolment } = await makeVault();
    await vault.write([makeEdit(CANARY)]);
    await vault.shred();

    const upload = (await storage.nextSealed(person))?.upload;

    if (!upload) throw new Error("something is sealed");
    const ephemeral = fromBase64url(upload.wrap.ephemeral);
    const curve = { name: "ECDH", namedCurve: "P-256" };
    const theirs = await crypto.subtle.importKey("raw", ephemeral, curve, false, []);
    const shared = await crypto.subtle.deriveBits(
      { name: "ECDH", public: theirs },
      organizationKey.privateKey,
      256,
    );
    const wrapping = await deriveAesKey(new Uint8Array(shared), "kinesync outbox key 1", ephemeral);
    const who = `${person}|${enrolment.deviceId}`;
    const inner = { iv: fromBase64url(upload.wrap.iv), ct: fromBase64url(upload.wrap.ct).buffer };
    const outboxKey = await unsealBytes(wrapping, `kinesync|outbox-key|${who}|1`, inner);
    const rowKey = await deriveAesKey(outboxKey, "kinesync outbox 1");
    const [row] = upload.rows;
    if (!row) throw new Error("one row");
    const sealed = { iv: fromBase64url(row.iv), ct: fromBase64url(row.ct).buffer };
    const bytes = await unsealBytes(rowKey, `kinesync|${person}|${row.store}|${row.n}|1|1`, sealed);
    expect(JSON.parse(new TextDecoder().decode(bytes)).mutation).toMatchObject({
      n: 1,
      data: { text: CANARY },
    });
  });

  test("stays until the server has received it, also over a new PIN", async () => {
    const { vault, storage, person, enrolment } = await makeVault();
    await vault.forSync.applyPage(makePage([patientChange()]), NOON);
    await vault.write([makeEdit(CANARY)]);
    vault.lock();
    const fresh = await storage.enrol({
      ...enrolment,
      deviceId: "0190c000-0000-7000-8000-0000000000ee",
      pin: "604813",
    });

    expect(fresh.outbox()).toEqual([]);
    expect(fresh.rows().patient.size).toBe(0);
    await fresh.write([makeEdit("new")]);
    expect(fresh.outbox()[0]?.n).toBe(1);
    const upload = (await storage.nextSealed(person))?.upload;
    expect(upload).toMatchObject({ device_id: enrolment.deviceId, rows: [{ store: "outbox", n: 1 }] });
    expect(await storage.lockScreen(person)).toMatchObject({ only_here: 2 });
    if (upload) await storage.sealedReceived(person, upload);
    expect(await storage.nextSealed(person)).toBeNull();
    expect(fresh.outbox()).toHaveLength(1);
    fresh.lock();
  });

  test("a new key of the organization is followed at the next unlock", async () => {
    const { vault, storage, person, enrolment } = await makeVault();
    await vault.write([makeEdit(CANARY)]);
    const { publicKey } = await makeOrganizationKey();
    const organization = { ...enrolment.organization, outbox_public_key: publicKey };
    const change = {
      entity: "organization",
      id: organization.id,
      version: 2,
      deleted: false,
      data: organization,
    };
    await vault.forSync.applyPage(makePage([change]), NOON);
    vault.lock();
    const again = await storage.unlock(person, PIN);
    await again.shred();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", fromBase64url(publicKey)));
    const kid = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    expect((await storage.nextSealed(person))?.upload.wrap.kid).toBe(kid);
  });
});

async function readOutbox(person: string) {
  const work = await openWork(person);
  const records = await work.getAll("outbox");
  work.close();
  return records;
}
