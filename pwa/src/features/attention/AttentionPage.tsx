/**
 * Needs attention: conflicts, what the server refused, returned visits, and how sync stands.
 *
 * Nothing here goes away by itself: each case stays until the clinician decides.
 */
import type { CommentRow } from "../../domain/types";
import { signAgain, unanswered } from "../../state/sync";
import { quarantine } from "../../state/vault";
import { Empty } from "../../ui";
import { attention as words } from "../../words/attention";
import { Page } from "../shell/Page";
import "./attention.css";
import { ConflictCase } from "./ConflictCase";
import { PatientLine } from "./PatientLine";
import { RejectedCase } from "./RejectedCase";
import { ReturnedCase } from "./ReturnedCase";
import { SyncDetails } from "./SyncDetails";

export default function AttentionPage() {
  const returned = byVisit(unanswered.value);
  const nothing = quarantine.value.length === 0 && returned.size === 0 && signAgain.value.length === 0;
  return (
    <Page title={words.title} under={words.under} className="attention">
      <div class="stack">
        {nothing && (
          <Empty says={words.empty}>
            <p>{words.emptyHelp}</p>
          </Empty>
        )}
        {signAgain.value.map((visit) => (
          <section class="sheet case panel" key={visit.id}>
            <PatientLine visitId={visit.id} at={visit.started_at} />
            <p>{words.returned.sign}</p>
            <a class="button" href={`/visit/${visit.id}`}>
              {words.returned.open}
            </a>
          </section>
        ))}
        {quarantine.value.map((one) =>
          one.because.verdict === "conflict" && one.mutation.kind === "section.edit" ? (
            <ConflictCase key={one.n} one={one} because={one.because} />
          ) : (
            <RejectedCase key={one.n} one={one} because={one.because} />
          ),
        )}
        {[...returned].map(([visitId, comments]) => (
          <ReturnedCase key={visitId} visitId={visitId} comments={comments} />
        ))}
      </div>
      <SyncDetails />
    </Page>
  );
}

function byVisit(comments: readonly CommentRow[]): Map<string, CommentRow[]> {
  const visits = new Map<string, CommentRow[]>();
  for (const one of comments) visits.set(one.visit_id, [...(visits.get(one.visit_id) ?? []), one]);
  return visits;
}
