/** Versions that lost when two met: whose, from when and where, and who decided. Shown closed. */
import type { KeptWordsRow } from "../../domain/types";
import { when, withCredentials } from "../../state/patients";
import { rows } from "../../state/vault";
import { history as words } from "../../words/history";
import "./history.css";

export function EarlierVersions({ visitId }: { visitId: string }) {
  const kept = [...rows.value.kept_words.values()]
    .filter((one) => one.visit_id === visitId)
    .sort((a, b) => b.kept_at.localeCompare(a.kept_at) || a.id.localeCompare(b.id));
  if (kept.length === 0) return null;
  return (
    <details class="sheet panel earlier">
      <summary>
        <h2>
          {words.title} ({kept.length})
        </h2>
      </summary>
      <p class="small second">{words.under}</p>
      <ol>
        {kept.map((one) => (
          <Earlier key={one.id} one={one} />
        ))}
      </ol>
    </details>
  );
}

function Earlier({ one }: { one: KeptWordsRow }) {
  return (
    <li>
      <p class="small second">{words.whose(nameOf(one.by), one.tablet ?? "", when(one.at))}</p>
      <dl>
        {one.words.map(({ name, text }, i) => (
          <div key={i}>
            <dt>{words.field(name)}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <p class="small second">{words.decided(nameOf(one.kept_by), when(one.kept_at))}</p>
    </li>
  );
}

function nameOf(clinicianId: string): string {
  const clinician = rows.value.clinician.get(clinicianId);
  return clinician ? withCredentials(clinician) : "";
}
