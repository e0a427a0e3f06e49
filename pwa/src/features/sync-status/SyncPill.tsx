/** The Sync pill: in the same place on every screen, words before colour, a way to what it tells. */
import { online } from "../../state/online";
import { timeOf } from "../../state/patients";
import { stage } from "../../state/session";
import { pill } from "../../state/sync";
import { words as w } from "../../words";

export function SyncPill() {
  if (stage.value.at === "online") return <DeskPill />;
  const { kind, count, asked, notStored, offline, at } = pill.value;
  const time = at === null ? "" : timeOf(at);
  const text = notStored ? w.sync.notStored : pillText(kind, count, time, offline);
  return (
    <div class={`sync ${notStored ? "attention" : kind}`} role="status" aria-label={w.sync.name}>
      <a class="pill" href="/attention">
        <span>
          {text}
          {asked > 0 && <b class="asked">{w.sync.attention(asked)}</b>}
        </span>
      </a>
    </div>
  );
}

/** At a desk nothing is kept in the browser: what is not on the server is nowhere. */
function DeskPill() {
  return (
    <div class={online.value ? "sync saved" : "sync attention"} role="status" aria-label={w.sync.name}>
      <span class="pill">{online.value ? w.sync.allSaved : w.sync.deskOffline}</span>
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
