/**
 * Sending the outbox: in order, in batches, until each mutation has its verdict.
 *
 * When the server refuses a whole batch it is halved until the one at fault is
 * alone; that one goes to quarantine with its words. No other answer does that: not
 * HTML, not 401, 403 or 429, not 5xx.
 */
import type { Queued, Rejected, Vault } from "../storage/api";
import { ApiFault, call } from "./api";
import { NotOurs, PROTOCOL, type PushAnswer, type PushBody, readPushAnswer } from "./wire";

const MOST_MUTATIONS = 50;
const MOST_BYTES = 256 * 1024;
const AT_FAULT = [400, 413, 422];

/** Send everything that waits; rejects with ApiFault or StorageFault, and what was answered stays answered. */
export async function pushAll(vault: Vault, now: () => number): Promise<void> {
  for (let before = Number.POSITIVE_INFINITY; ; ) {
    await pushOnce(vault, now);
    const left = vault.outbox().length;
    // A deferred one may be able to go now that others have gone.
    if (left === 0 || left >= before || vault.outbox().every(({ last }) => last?.verdict === "retry")) return;
    before = left;
  }
}

/** Send each waiting mutation once. */
async function pushOnce(vault: Vault, now: () => number): Promise<void> {
  const tried = new Set<number>();
  for (;;) {
    const batch = await vault.forSync.takeBatch(MOST_MUTATIONS, MOST_BYTES, tried);
    if (batch.length === 0) return;
    await pushBatch(vault, batch, now);
    for (const { n } of batch) tried.add(n);
  }
}

async function pushBatch(vault: Vault, batch: readonly Queued[], now: () => number): Promise<void> {
  try {
    await send(vault, batch, now);
  } catch (cause) {
    const reason = faultOf(cause);
    if (!reason) throw cause;
    const [only] = batch;
    if (batch.length === 1 && only) return quarantine(vault, only, reason, now);
    const half = Math.ceil(batch.length / 2);
    await pushBatch(vault, batch.slice(0, half), now);
    await pushBatch(vault, batch.slice(half), now);
  }
}

async function send(vault: Vault, batch: readonly Queued[], now: () => number): Promise<void> {
  const mutations = batch.map(({ mutation }) => mutation);
  const body: PushBody = {
    protocol: PROTOCOL,
    device_id: vault.deviceId,
    epoch: vault.forSync.epoch(),
    mutations,
  };
  const asked = now();
  const answer = read(await call("POST", "/api/sync/push", body, { gzip: true }), mutations);
  await vault.forSync.contact(answer.server_time, Math.round((asked + now()) / 2));
  await vault.forSync.renewEpoch(answer.epoch);
  const verdicts = batch.flatMap(({ n }, i) => {
    const verdict = answer.verdicts[i];
    return verdict ? [{ n, verdict }] : [];
  });
  await vault.forSync.applyVerdicts({ verdicts, seq: answer.seq, acked_n: answer.acked_n }, now());
}

function read(json: unknown, mutations: PushBody["mutations"]): PushAnswer {
  try {
    return readPushAnswer(json, mutations);
  } catch (cause) {
    throw cause instanceof NotOurs ? new ApiFault("not-ours", 200) : cause;
  }
}

/** Why the server refuses this content; null when the content is not to blame. */
function faultOf(cause: unknown): Rejected | null {
  if (!(cause instanceof ApiFault) || !cause.problem || !AT_FAULT.includes(cause.status)) return null;
  const { type, title, detail, pointer } = cause.problem;
  return {
    verdict: "rejected",
    type,
    title,
    only_here: true,
    ...(detail === undefined ? {} : { detail }),
    ...(pointer === undefined ? {} : { pointer }),
  };
}

function quarantine(vault: Vault, { n }: Queued, verdict: Rejected, now: () => number): Promise<void> {
  return vault.forSync.applyVerdicts({ verdicts: [{ n, verdict }], seq: null, acked_n: 0 }, now());
}
