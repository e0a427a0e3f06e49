/**
 * Handing in work that this tablet can no longer open: it goes up as it is, sealed to
 * the organization, and waits on the server until its author confirms it.
 */
import type { SealedPart, Storage } from "../storage";
import { call } from "./api";

export type SealedStore = Pick<Storage, "nextSealed" | "sealedReceived">;

/** Upload everything sealed of one person; a part leaves the tablet only when the server has it. */
export async function uploadSealed(person: string, storage: SealedStore): Promise<void> {
  for (;;) {
    const part = await storage.nextSealed(person);
    if (part === null) return;
    await uploadPart(part);
    await storage.sealedReceived(person, part.upload);
  }
}

/** Upload one part; resolves on the server's receipt. Rejects with ApiFault. */
export async function uploadPart({ upload, token }: SealedPart): Promise<void> {
  await call("POST", "/api/sync/sealed", upload, { gzip: true, headers: { "X-Kinesync-Upload": token } });
}
