/**
 * What tabs of one person tell each other: something changed, lock.
 *
 * Messages hold no data. Anything else that arrives is ignored: another script of
 * this origin may speak on the channel too.
 */
import type { LockReason } from "./api";

export type Part = "work" | "base";
export type Message = { kind: "changed"; part: Part } | { kind: "locked"; reason: LockReason };

export interface Channel {
  tell(message: Message): void;
  close(): void;
}

const REASONS: readonly string[] = ["asked", "idle", "hidden", "elsewhere", "lease", "shredded"];

export function openChannel(person: string, hear: (message: Message) => void): Channel {
  if (typeof BroadcastChannel === "undefined") return { tell: () => {}, close: () => {} };
  const channel = new BroadcastChannel(`kinesync-${person}`);
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (isMessage(data)) hear(data);
  };
  return { tell: (message) => channel.postMessage(message), close: () => channel.close() };
}

function isMessage(data: unknown): data is Message {
  if (typeof data !== "object" || data === null || !("kind" in data)) return false;
  if (data.kind === "changed") return "part" in data && (data.part === "work" || data.part === "base");
  return data.kind === "locked" && "reason" in data && REASONS.includes(String(data.reason));
}
