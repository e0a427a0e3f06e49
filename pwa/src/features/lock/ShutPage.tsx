/** What is stored cannot be read by this page, now: why, that it is all there, and the way on. */
import type { StorageFaultKind } from "../../storage";
import { Notice } from "../../ui";
import { words as w } from "../../words";
import "./lock.css";

export function ShutPage({ why }: { why: StorageFaultKind }) {
  return (
    <div class="locked shut">
      <main>
        <h1 tabIndex={-1}>{w.shut.title}</h1>
        <Notice tone="minding">{w.storage[why]}</Notice>
        <p class="second">{w.shut.kept}</p>
        <button type="button" class="main wide" onClick={() => location.reload()}>
          {w.shut.again}
        </button>
      </main>
    </div>
  );
}
