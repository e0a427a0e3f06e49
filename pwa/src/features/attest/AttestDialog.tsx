/** The sheet on which a clinician attests a pair, or KX. Nothing is preselected. */
import { useSignal } from "@preact/signals";
import { attest } from "../../state/recording";
import { StorageFault } from "../../storage";
import { Area, Dialog, Wrong } from "../../ui";
import { words as w } from "../../words";
import { attest as words } from "../../words/attest";
import type { AskedPair } from "./asked";
import { Evidence } from "./Evidence";

interface PairProps {
  visitId: string;
  visitIds: readonly string[];
  asked: AskedPair;
  onClose: () => void;
}

export function AttestPair({ visitId, visitIds, asked, onClose }: PairProps) {
  const { column1, column2, finding } = asked;
  const basis = useSignal<string | null>(null);
  const reason = useSignal("");
  const wrong = useSignal<string | null>(null);
  const remedy = words.remedy[finding];
  async function save() {
    if (basis.value === null) {
      wrong.value = words.basisNeeded;
      return;
    }
    const said = {
      kind: "distinct",
      column1,
      column2,
      basis: basis.value,
      reason: reason.value.trim() || null,
    };
    wrong.value = await stored(visitId, said);
    if (wrong.value === null) onClose();
  }
  return (
    <Dialog
      title={(remedy ? words.settle : words.title)(column1, column2)}
      under={asked.says}
      close={w.close}
      onClose={onClose}
      foot={remedy ? null : <Foot label={words.attest} wrong={wrong.value} save={save} />}
    >
      <div class="stack">
        <Evidence visitIds={visitIds} codes={[column1, column2]} />
        {remedy ? (
          <p class="firm">{remedy}</p>
        ) : (
          <>
            <Bases chosen={basis.value} onChoose={(value) => (basis.value = value)} />
            <Area
              label={words.reason}
              value={reason.value}
              rows={2}
              onInput={(text) => (reason.value = text)}
            />
          </>
        )}
      </div>
    </Dialog>
  );
}

function Bases({ chosen, onChoose }: { chosen: string | null; onChoose: (value: string) => void }) {
  return (
    <fieldset class="bases">
      <legend class="label">{words.basis}</legend>
      {words.bases.map(({ value, label, says }) => (
        <label key={value}>
          <input type="radio" name="basis" checked={chosen === value} onChange={() => onChoose(value)} />
          <span>
            <b>{label}</b> <span class="second">{says}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

interface KxProps {
  visitId: string;
  says: string;
  onClose: () => void;
}

export function AttestKx({ visitId, says, onClose }: KxProps) {
  const reason = useSignal("");
  const wrong = useSignal<string | null>(null);
  async function save() {
    const text = reason.value.trim();
    wrong.value = text ? await stored(visitId, { kind: "kx", reason: text }) : words.kxReasonNeeded;
    if (wrong.value === null) onClose();
  }
  return (
    <Dialog
      narrow
      title={words.kxTitle}
      under={says}
      close={w.close}
      onClose={onClose}
      foot={<Foot label={words.attestKx} wrong={wrong.value} save={save} />}
    >
      <Area label={words.kxReason} value={reason.value} onInput={(text) => (reason.value = text)} />
    </Dialog>
  );
}

function Foot({ label, wrong, save }: { label: string; wrong: string | null; save: () => Promise<void> }) {
  return (
    <div class="grow">
      <Wrong>{wrong}</Wrong>
      <button type="button" class="main wide" onClick={() => void save()}>
        {label}
      </button>
    </div>
  );
}

/** Store an attestation; returns why it could not be stored, or null. */
async function stored(visitId: string, said: Parameters<typeof attest>[1]): Promise<string | null> {
  try {
    await attest(visitId, said);
    return null;
  } catch (cause) {
    if (!(cause instanceof StorageFault)) throw cause;
    return w.notStored(w.storage[cause.kind]);
  }
}
