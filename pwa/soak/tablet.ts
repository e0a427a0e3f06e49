/**
 * The tablet's own code under Node, driven by lines of JSON: what the screens call, the vault, the sync.
 *
 * A line `{"do": "edit", ...}` is answered by `{"ok": ...}` or `{"fault": "kind"}`, one after the other.
 */
import "./outside";
import { createInterface } from "node:readline";
import { IDBFactory } from "fake-indexeddb";
import { uuid7 } from "../src/domain/ids";
import { addAddendum, editSection, recordMeasure } from "../src/state/recording";
import { ended, sign } from "../src/state/signing";
import { runningHere, start, stop, timingFault } from "../src/state/timing";
import { openVault, rows, showVault, vault } from "../src/state/vault";
import { beginUnplanned, recordOf } from "../src/state/visits";
import { createStorage, StorageFault, UnlockFault } from "../src/storage";
import type { Vault } from "../src/storage/api";
import { makeTools } from "../src/storage/for-tests";
import { call, createSync, type Sync } from "../src/sync";
import { ApiFault } from "../src/sync/api";
import { words as screenWords } from "../src/words";
import { doubted, forgetGaps, live, tick } from "./clock";
import { type Choice, decide } from "./decide";
import { connect, dieAfter, fillDiskAt, pass, revive, setClock } from "./outside";

const TAP_MS = 1500; // the second after a tap, in which another does nothing, has passed
const PIN = "739164";
/** Signing in is not what is tried here: it may take its time on a busy machine (see PATIENCE). */
const UNHURRIED = { timeoutMs: 600_000 };

let storage = newStorage();
let sync: Sync | null = null;
let person = "";

function newStorage() {
  return createStorage({ ...makeTools(), now: () => Date.now(), monotonic: () => performance.now() });
}

function show(opened: Vault): void {
  person = opened.clinician.id;
  showVault(opened, () => {});
  const storageOfSync = { nextSealed: storage.nextSealed, sealedReceived: storage.sealedReceived };
  sync = createSync(opened, {
    now: () => Date.now(),
    random: () => 0.5,
    later: () => () => {},
    storage: storageOfSync,
  });
}

/** The process is gone: nothing of it gets to say goodbye; the disk works again. */
async function die(): Promise<number> {
  sync?.stop();
  const commits = revive();
  vault.value?.lock("asked");
  await new Promise((resolve) => setImmediate(resolve));
  storage = newStorage();
  return commits;
}

interface Line {
  do: string;
  [name: string]: unknown;
}

const text = (given: unknown) => String(given);

const COMMANDS: Record<string, (line: Line) => unknown> = {
  /** A new tablet: sign in, enrol, set the PIN. */
  begin: async ({ origin, email, password }) => {
    await die();
    globalThis.indexedDB = new IDBFactory();
    connect(text(origin));
    type SignedIn = Pick<Vault, "clinician" | "organization">;
    const signedIn = await call<SignedIn>("POST", "/api/session", { email, password }, UNHURRIED);
    const deviceId = uuid7(Date.now());
    const named = { id: deviceId, name: "Blue 3" };
    type Enrolled = { server_half: string; upload_token: string };
    const device = await call<Enrolled>("POST", "/api/devices", named, UNHURRIED);
    show(
      await storage.enrol({
        ...signedIn,
        deviceId,
        serverHalf: device.server_half,
        uploadToken: device.upload_token,
        pin: PIN,
      }),
    );
    return deviceId;
  },
  /** The tablet died, perhaps some commits ago; it starts again and is unlocked. */
  restart: async () => {
    const commits = await die();
    show(await storage.unlock(person, PIN));
    await everythingRead();
    return commits;
  },
  dieAfter: ({ commits }) => dieAfter(Number(commits)),
  fillDiskAt: ({ commit }) => fillDiskAt(Number(commit)),
  revive: () => revive(),
  pass: ({ ms }) => pass(Number(ms)),
  setClock: ({ ms }) => setClock(Number(ms)),
  live: ({ ms }) => live(Number(ms)),
  tick: () => tick(),
  forgetGaps: () => forgetGaps(),
  doubted: ({ visit }) => doubted(text(visit)),
  sync: async () => {
    await sync?.now();
    return sync?.status();
  },
  visit: async ({ episode }) => {
    const known = rows.value.episode.get(text(episode));
    return known ? beginUnplanned(known) : null;
  },
  start: ({ visit, code }) => tap(() => start(text(visit), text(code), "therapist")),
  stop: () => tap(() => stop("stop")),
  edit: async ({ visit, section, words }) => {
    const wanted = section as "plan";
    await editSection(text(visit), wanted, text(words), wordsOf(text(visit), wanted));
  },
  addendum: ({ visit, words }) => addAddendum(text(visit), "addendum", text(words)),
  /** Record the one measure of a visit, or another value over the one that is seen. */
  measure: ({ visit, value }) => {
    const seen = [...rows.value.measure.values()].find(({ visit_id }) => visit_id === visit);
    const fields = { visit_id: text(visit), measure: "Berg balance", value: Number(value), unit: "points" };
    return recordMeasure(seen?.id ?? null, { ...fields, side: null, trials: [] }, "no draft");
  },
  sign: async ({ visit }) => {
    const record = recordOf(text(visit));
    if (record) await sign(ended(record), PIN, screenWords);
  },
  decide: ({ n, choice }) => decide(Number(n), choice as Choice),
  /** The server throws its rows away on this tablet: a new version of the app may. */
  rebuild: () => openVault().forSync.forgetCursor(),
  held: () =>
    openVault()
      .forSync.heldRows()
      .map(({ entity, id, version }) => [entity, id, version]),
  look,
};

/** The rows of Today come first; a visit is only shown once all are there. */
function everythingRead(): Promise<void> {
  const open = openVault();
  return new Promise((resolve) => {
    if (open.complete()) return resolve();
    const stop = open.subscribe(() => {
      if (!open.complete()) return;
      stop();
      resolve();
    });
  });
}

async function tap(act: () => Promise<void>): Promise<void> {
  pass(TAP_MS);
  await act();
  if (timingFault.value) throw timingFault.value;
}

function wordsOf(visitId: string, section: string): string {
  for (const row of rows.value.section.values()) {
    if (row.visit_id === visitId && row.section === section) return row.text;
  }
  return "";
}

function look() {
  const open = openVault();
  const { section, segment, visit, addendum, correction } = open.rows();
  return {
    outbox: open.outbox().map(({ mutation }) => mutation),
    sending: open.outbox().flatMap(({ n, sending }) => (sending ? [n] : [])),
    sent: open.sent().map(({ mutation, verdict }) => ({ mutation, verdict })),
    quarantine: open.quarantine().map(({ mutation, because }) => ({ mutation, because })),
    unreadable: open.unreadable(),
    epoch: open.forSync.epoch(),
    sections: [...section.values()].map(({ visit_id, section: of, text: words, version }) => ({
      visit_id,
      section: of,
      text: words,
      version,
    })),
    segments: [...segment.values()],
    corrections: [...correction.values()],
    visits: [...visit.values()].map(({ id, status }) => ({ id, status })),
    addenda: [...addendum.values()].map(({ text: words }) => words),
    running: runningHere()?.id ?? null,
    status: sync?.status() ?? null,
  };
}

async function answer(line: string): Promise<object> {
  const asked = JSON.parse(line) as Line;
  try {
    return { ok: (await COMMANDS[asked.do]?.(asked)) ?? null };
  } catch (cause) {
    if (cause instanceof StorageFault || cause instanceof UnlockFault || cause instanceof ApiFault) {
      return { fault: cause.kind };
    }
    throw cause;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
}
process.exit(0); // channels between tabs would keep it
