/** The bar of a pull of several pages: how many patients are here, then how far their records are. */
import { syncStatus } from "../../state/sync";
import { rows } from "../../state/vault";
import { fetching as words } from "../../words/fetching";
import "./fetching.css";

/** What an empty list says before anything was ever fetched. */
export function notFetchedWords(): string {
  return syncStatus.value?.kind === "offline" ? words.nothingYetOffline : words.nothingYet;
}

export function Fetching() {
  const position = syncStatus.value?.position;
  if (!position) return null;
  const { caseload, seq, newest } = position;
  const here = Math.min(rows.value.patient.size, caseload);
  const percent = newest > 0 ? Math.floor((100 * Math.min(seq, newest)) / newest) : 0;
  const says = here < caseload ? words.patients(here, caseload) : words.records(percent);
  return (
    <div class="fetching">
      <p>
        <span>{says}</span> <span class="second small">{words.meanwhile}</span>
      </p>
      <div
        role="progressbar"
        aria-label={words.title}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={says}
      >
        <i style={{ width: `${percent}%` }} />
      </div>
    </div>
  );
}
