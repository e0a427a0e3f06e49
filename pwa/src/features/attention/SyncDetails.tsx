/** How sync stands, in facts, "Sync now", and the way to Storage health. */
import { warnings } from "../../state/health";
import { syncNow } from "../../state/sync";
import { rows, vault } from "../../state/vault";
import { attention } from "../../words/attention";
import { health } from "../../words/health";
import { Facts } from "../storage-health/Facts";

const words = attention.details;

export function SyncDetails() {
  rows.value; // the facts below change with them
  if (!vault.value) return null;
  const found = warnings.value.length;
  return (
    <section class="sheet panel stack" aria-labelledby="sync-details">
      <h2 id="sync-details">{words.title}</h2>
      <Facts />
      <div class="row">
        <button type="button" onClick={() => void syncNow()}>
          {words.now}
        </button>
        <a class="button" href="/storage">
          {health.see}
          {found > 0 && <span class="small"> · {health.warnings(found)}</span>}
        </a>
      </div>
    </section>
  );
}
