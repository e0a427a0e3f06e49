/** How sync stands, in facts, and "Sync now". */
import { clockTime, dayIn, dayText } from "../../domain/time";
import { syncNow, syncStatus } from "../../state/sync";
import { outbox, rows, vault, zone } from "../../state/vault";
import { attention } from "../../words/attention";

const words = attention.details;

export function SyncDetails() {
  rows.value; // the facts below change with them
  const open = vault.value;
  if (!open) return null;
  const last = syncStatus.value?.last_saved_at ?? null;
  const oldest = outbox.value[0]?.mutation.made_at;
  const when = (ms: number) => `${dayText(dayIn(zone.value, ms))} ${clockTime(zone.value, ms)}`;
  return (
    <section class="sheet panel" aria-labelledby="sync-details">
      <h2 id="sync-details">{words.title}</h2>
      <dl class="facts">
        <dt>{words.last}</dt>
        <dd>{last === null ? words.never : when(last)}</dd>
        <dt>{words.onlyHere}</dt>
        <dd>{words.oldest(outbox.value.length, oldest ? when(Date.parse(oldest)) : "")}</dd>
        <dt>{words.kept}</dt>
        <dd>{open.sent().length}</dd>
        {open.unreadable() > 0 && (
          <>
            <dt>{words.unreadable}</dt>
            <dd class="red">{open.unreadable()}</dd>
          </>
        )}
        <dt>{words.offset}</dt>
        <dd>{offsetText(open.forSync.clockOffsetMs())}</dd>
      </dl>
      <button type="button" class="wide" onClick={() => void syncNow()}>
        {words.now}
      </button>
    </section>
  );
}

/** Positive: the server is ahead, so this tablet is behind. */
function offsetText(offsetMs: number): string {
  const seconds = Math.round(offsetMs / 1000);
  if (seconds === 0) return words.exact;
  return seconds > 0 ? words.behind(seconds) : words.ahead(-seconds);
}
