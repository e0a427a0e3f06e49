/** After signing, words are added and never changed: addendum, correction, late entry. */
import { useSignal } from "@preact/signals";
import type { AddendumRow } from "../../domain/types";
import type { VisitRecord } from "../../domain/visit";
import { when, withCredentials } from "../../state/patients";
import { addAddendum } from "../../state/recording";
import { openVault, rows } from "../../state/vault";
import { StorageFault } from "../../storage";
import { Area, Chips, Dialog, Icon, Wrong } from "../../ui";
import { words as w } from "../../words";

export function Addenda({ record }: { record: VisitRecord }) {
  const adding = useSignal(false);
  return (
    <section class="sheet panel" aria-labelledby="addenda">
      <div class="head">
        <h2 id="addenda">{w.addendum.title}</h2>
        <button type="button" onClick={() => (adding.value = true)}>
          <Icon name="plus" />
          {w.addendum.add}
        </button>
      </div>
      {record.addenda.length === 0 && <p class="second">{w.addendum.none}</p>}
      <ol class="addenda">
        {record.addenda.map((one) => (
          <Addendum key={one.id} addendum={one} />
        ))}
      </ol>
      {adding.value && <AddAddendum visitId={record.visit.id} onClose={() => (adding.value = false)} />}
    </section>
  );
}

function Addendum({ addendum }: { addendum: AddendumRow }) {
  const author = rows.value.clinician.get(addendum.by);
  return (
    <li>
      <p class="small second">
        {w.addendum.kind[addendum.kind]} · {author ? withCredentials(author) : ""} · {when(addendum.at)}
      </p>
      <p>{addendum.text}</p>
    </li>
  );
}

const KINDS: readonly AddendumRow["kind"][] = ["addendum", "correction", "late-entry"];

function AddAddendum({ visitId, onClose }: { visitId: string; onClose: () => void }) {
  const key = `addendum:${visitId}`;
  const draft = openVault().draft(key);
  const text = useSignal(typeof draft === "string" ? draft : "");
  const kind = useSignal<AddendumRow["kind"]>("addendum");
  const wrong = useSignal<string | null>(null);
  async function guarded(act: () => Promise<void>) {
    try {
      await act();
    } catch (cause) {
      if (!(cause instanceof StorageFault)) throw cause;
      wrong.value = w.notStored(w.storage[cause.kind]);
    }
  }
  async function save() {
    const said = text.value.trim();
    if (!said) wrong.value = w.addendum.empty;
    else
      await guarded(async () => {
        await addAddendum(visitId, kind.value, said, { dropDrafts: [key] });
        onClose();
      });
  }
  return (
    <Dialog
      narrow
      title={w.addendum.add}
      under={w.addendum.under}
      close={w.cancel}
      onClose={onClose}
      foot={
        <button type="button" class="main wide" onClick={() => void save()}>
          {w.addendum.save}
        </button>
      }
    >
      <div class="stack">
        <Chips
          label={w.addendum.which}
          options={KINDS.map((value) => ({ value, label: w.addendum.kind[value] }))}
          chosen={kind.value}
          onChoose={(value) => (kind.value = value ?? kind.value)}
        />
        <Area
          label={w.addendum.words}
          rows={5}
          value={text.value}
          onInput={(said) => {
            text.value = said;
            void guarded(() => openVault().saveDraft(key, said));
          }}
        />
        <Wrong>{wrong.value}</Wrong>
      </div>
    </Dialog>
  );
}
