/** Copies for a locked tablet and the rescue file: complete, sealed, and nothing leaves the tablet. */
import { expect, test } from "vitest";
import { fromBase64url } from "./bytes";
import { deriveAesKey, unsealBytes } from "./cipher";
import { CANARY, makeEdit, makeEnrolment, makeMutation, makeVault, NOON, PIN } from "./for-tests";

async function working() {
  const made = await makeVault();
  await made.vault.write([makeEdit(CANARY), makeMutation("measure.record", { value: 1 })]);
  await made.vault.forSync.takeBatch(50, 1e6);
  const refused = { verdict: "rejected" as const, type: "/problems/invalid", title: "t" };
  await made.vault.forSync.applyVerdicts(
    { verdicts: [{ n: 2, verdict: refused }], seq: 1, acked_n: 0 },
    NOON,
  );
  return made;
}

test("a locked tablet gives copies of its outbox and keeps the originals", async () => {
  const { vault, storage, person } = await working();
  vault.lock();

  const parts = await storage.sealedCopies(person);

  expect(parts.flatMap(({ upload }) => upload.rows.map(({ store, n }) => [store, n]))).toEqual([
    ["outbox", 1],
  ]);
  expect(parts[0]?.token).toBe("upload-token");
  expect((await storage.lockScreen(person)).only_here).toBe(1);
  const again = await storage.unlock(person, PIN);
  expect(again.outbox()).toHaveLength(1);
  again.lock();
});

test("the rescue file holds all that is kept, also of an earlier PIN, and no word of it in clear", async () => {
  const { vault, storage, person, organizationKey } = await working();
  vault.lock();
  const second = { deviceId: "0190c000-0000-7000-8000-0000000000de", pin: "804613" };
  const fresh = await storage.enrol(makeEnrolment(organizationKey.publicKey, second));
  await fresh.write([makeEdit(CANARY)]);
  fresh.lock();

  const file = await storage.rescueFile(person);

  const rows = file.parts.flatMap(({ device_id, rows: held }) =>
    held.map(({ n }) => `${device_id.slice(-2)} ${n}`),
  );
  expect(rows.sort()).toEqual(["dd 1", "dd 2", "de 1"]);
  expect(JSON.stringify(file)).not.toContain(CANARY);
});

test("the organization's key opens what the file holds", async () => {
  const { vault, storage, person, organizationKey, enrolment } = await working();
  vault.lock();
  const [part] = (await storage.rescueFile(person)).parts;
  const [row] = part?.rows ?? [];
  if (!part || !row) throw new Error("nothing in the file");
  const ephemeral = fromBase64url(part.wrap.ephemeral);
  const algorithm = { name: "ECDH", namedCurve: "P-256" };
  const theirs = await crypto.subtle.importKey("raw", ephemeral, algorithm, true, []);
  const asked = { name: "ECDH", public: theirs };
  const shared = await crypto.subtle.deriveBits(asked, organizationKey.privateKey, 256);
  const wrapping = await deriveAesKey(new Uint8Array(shared), "kinesync outbox key 1", ephemeral);
  const outboxKey = await unsealBytes(
    wrapping,
    `kinesync|outbox-key|${person}|${enrolment.deviceId}|1`,
    opened(part.wrap),
  );
  const rowKey = await deriveAesKey(outboxKey, "kinesync outbox 1");
  const inside = await unsealBytes(rowKey, `kinesync|${person}|${row.store}|${row.n}|1|1`, opened(row));
  expect(new TextDecoder().decode(inside)).toContain(CANARY);
});

function opened({ iv, ct }: { iv: string; ct: string }) {
  return { iv: fromBase64url(iv), ct: fromBase64url(ct).buffer };
}
