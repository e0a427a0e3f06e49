/**
 * A recorded row that a colleague recorded otherwise: both, field by field.
 *
 * Minutes, responses and measures are never merged: the one or the other stands.
 */
import { useSignal } from "@preact/signals";
import { keepMine, keepTheirs, type Named, visitOf } from "../../state/deciding";
import { withCredentials } from "../../state/patients";
import { rows } from "../../state/vault";
import type { Conflict, Quarantined } from "../../storage";
import { attention as words } from "../../words/attention";
import { Case } from "./Case";
import { guarded } from "./guarded";
import { counterpart, recorded } from "./recorded";
import { Words } from "./Version";

export function RowConflictCase({ one, because }: { one: Quarantined; because: Conflict }) {
  const { mutation } = one;
  const fault = useSignal<string | null>(null);
  const mine = recorded(mutation.data);
  const theirs = counterpart(mutation.data, because.theirs);
  const removal = mutation.kind.endsWith(".remove");
  const by = rows.value.clinician.get(because.by);
  const title = words.kinds[mutation.kind];
  return (
    <Case
      id={`case-${one.n}`}
      icon="people"
      title={words.conflict.title(title)}
      visitId={visitOf(mutation)}
      at={mutation.made_at}
      under={words.conflict.notMerged}
    >
      <div class="cols">
        <div class="version">
          <h3>{words.conflict.mine}</h3>
          {removal && <p>{words.conflict.takenOut}</p>}
          <Fields words={mine} other={theirs} />
          <button
            type="button"
            onClick={() => void guarded(fault, () => keepMine(one, because, said(theirs, title)))}
          >
            {words.conflict.keepMine}
          </button>
        </div>
        <div class="version">
          <h3>{by ? withCredentials(by) : words.conflict.theirs}</h3>
          {removal && <p>{words.conflict.changed}</p>}
          <Fields words={theirs} other={mine} />
          <button type="button" onClick={() => void guarded(fault, () => keepTheirs(one, said(mine, title)))}>
            {words.conflict.keepTheirs}
          </button>
        </div>
      </div>
      <div class="foot">
        <p class="small second grow">{words.conflict.hint}</p>
        {fault.value && (
          <p class="wrong" role="alert">
            {fault.value}
          </p>
        )}
      </div>
    </Case>
  );
}

/** What is kept must say something, also of a removal. */
function said(fields: readonly Named[], title: string): readonly Named[] {
  return fields.length > 0 ? fields : [{ name: title, text: words.conflict.takenOut }];
}

function Fields({ words: fields, other }: { words: readonly Named[]; other: readonly Named[] }) {
  return (
    <dl class="facts fields grow">
      {fields.map(({ name, text }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Words text={text} other={other.find((one) => one.name === name)?.text ?? ""} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
