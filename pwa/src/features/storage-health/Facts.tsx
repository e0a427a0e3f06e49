/** The facts behind Storage health, a line each. */
import type { ComponentChildren } from "preact";
import { instant } from "../../domain/time";
import { browser, leaseUntil, updateWaits } from "../../state/health";
import { when } from "../../state/patients";
import { syncStatus } from "../../state/sync";
import { openVault, outbox } from "../../state/vault";
import { VERSION } from "../../state/version";
import { health } from "../../words/health";

const words = health.rows;

export function Facts() {
  const { forSync } = openVault();
  const { installed, persistence, free_bytes, used_bytes } = browser.value;
  const last = syncStatus.value?.last_saved_at ?? null;
  const { proven } = forSync.receipts();
  const oldest = outbox.value[0]?.mutation.made_at;
  const compared = forSync.checkedAt();
  const time = (ms: number | null) => (ms ? when(instant(ms)) : words.never);
  return (
    <dl class="facts">
      <Fact name={words.app}>{installed ? words.installed : words.tab}</Fact>
      <Fact name={words.kept}>{persistence ? words.persistence[persistence] : words.asking}</Fact>
      <Fact name={words.free}>
        {free_bytes === null ? words.unknown : words.freeOf(free_bytes, used_bytes ?? 0)}
      </Fact>
      <Fact name={words.waiting}>
        {outbox.value.length + forSync.sealed()}
        {oldest && `, ${when(oldest)}`}
      </Fact>
      <Fact name={words.last}>{time(last)}</Fact>
      <Fact name={words.receipts}>{words.receiptsOf(proven, openVault().sent().length)}</Fact>
      <Fact name={words.compared}>{time(compared)}</Fact>
      <Fact name={words.clock}>{offsetText(forSync.clockOffsetMs())}</Fact>
      <Fact name={words.lease}>{time(leaseUntil.value)}</Fact>
      <Fact name={words.version}>
        {VERSION}
        {updateWaits.value && `, ${words.newer}`}
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** Positive: the server is ahead, so this tablet is behind. */
function offsetText(offsetMs: number): string {
  const seconds = Math.round(offsetMs / 1000);
  if (seconds === 0) return words.exact;
  return seconds > 0 ? words.behind(seconds) : words.ahead(-seconds);
}
