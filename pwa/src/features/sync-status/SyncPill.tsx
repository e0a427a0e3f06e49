/** The Sync pill: in the same place on every screen, words before colour, a way to what it tells. */
import { timeOf } from "../../state/patients";
import { pill } from "../../state/sync";
import { words as w } from "../../words";

export function SyncPill() {
  const { kind, count, asked, offline, at } = pill.value;
  const time = at === null ? "" : timeOf(at);
  const text = pillText(kind, count, time, offline);
  return (
    <div class={`sync ${kind}`} role="status" aria-label={w.sync.name}>
      <a href="/attention">
        <span>
          {text}
          {asked > 0 && <b class="asked">{w.sync.attention(asked)}</b>}
        </span>
      </a>
    </div>
  );
}

function pillText(
  kind: "saved" | "local" | "attention",
  count: number,
  time: string,
  offline: boolean,
): string {
  if (kind === "attention") return w.sync.attention(count);
  if (kind === "saved") return offline ? w.sync.savedOffline(time) : w.sync.saved(time);
  if (count > 0) return w.sync.onlyHere(count);
  return offline ? w.sync.notYetOffline : w.sync.notYet;
}
