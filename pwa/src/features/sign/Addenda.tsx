/** After signing, words are added and never changed: addendum, correction, late entry. */
import { useSignal } from "@preact/signals";
import type { AddendumRow } from "../../domain/types";
import type { VisitRecord } from "../../domain/visit";
import { when, withCredentials } from "../../state/patients";
import { rows } from "../../state/vault";
import { Icon } from "../../ui";
import { words as w } from "../../words";
import { AddAddendum } from "./AddAddendum";

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
