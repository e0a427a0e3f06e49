/**
 * What the rows here come down to in a few figures, computed as the server computes them.
 *
 * A row's hash is the SHA-256 of its canonical data: the same that a verdict names.
 * Digests of rows are joined by exclusive or, so that their order does not matter.
 */
import { canonical, sha256 } from "../domain/canonical";
import type { Plain } from "./api";

type Data = { [key: string]: Plain };

/** A live row of the base, `data` as the screens have it: with its id and version. */
export interface HeldRow {
  entity: string;
  id: string;
  version: number;
  data: Data;
}

/** The same by its hashes. */
export interface Digest {
  entity: string;
  id: string;
  version: number;
  hash: string;
  /** 64 bits over all of it. */
  digest: bigint;
  /** Where it stands among the rows of its scope: SHA-256 in hex. */
  place: string;
}

/** SHA-256 of the row's data as the server stores it. */
export function hashOf({ data }: Pick<HeldRow, "data">): Promise<string> {
  const { id: _, version: __, ...sent } = data;
  return sha256(canonical(sent));
}

export async function digestOf(row: HeldRow): Promise<Digest> {
  const { entity, id, version } = row;
  const hash = await hashOf(row);
  const whole = await sha256(`${entity}/${id}/${version}/${hash}`);
  const place = await sha256(`${entity}/${id}`);
  return { entity, id, version, hash, digest: BigInt(`0x${whole.slice(0, 16)}`), place };
}

/** The scope in which the feed brings a row. */
export function scopeOf({ entity, id, data }: HeldRow): string {
  if (entity === "patient") return `patient:${id}`;
  if (entity === "care_team" || entity === "left_words") return `clinician:${String(data.clinician_id)}`;
  return typeof data.patient_id === "string" ? `patient:${data.patient_id}` : "organization";
}

/** Count and digest of rows, as the wire has them. */
export function sumOf(rows: readonly Digest[]): { count: number; sum: string } {
  const sum = rows.reduce((joined, { digest }) => joined ^ digest, 0n);
  return { count: rows.length, sum: sum.toString(16).padStart(16, "0") };
}
