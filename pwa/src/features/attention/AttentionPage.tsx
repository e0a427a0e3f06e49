/**
 * Needs attention: conflicts, what the server refused, returned visits, and how sync stands.
 *
 * Nothing here goes away by itself: each case stays until the clinician decides.
 */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { CommentRow } from "../../domain/types";
import { askHandedIn, handedIn, refusedElsewhere } from "../../state/handed-in";
import { signAgain, unanswered } from "../../state/sync";
import { quarantine } from "../../state/vault";
import type { Quarantined } from "../../storage";
import { Empty, Notice } from "../../ui";
import { attention as words } from "../../words/attention";
import { ElsewhereCase } from "../rescue/ElsewhereCase";
import { HandedInCase } from "../rescue/HandedInCase";
import { Page } from "../shell/Page";
import "./attention.css";
import { type Help, useHelp } from "./AskSupervisor";
import { ConflictCase } from "./ConflictCase";
import { LeftList } from "./LeftList";
import { RejectedCase } from "./RejectedCase";
import { ReturnedCase } from "./ReturnedCase";
import { RowConflictCase } from "./RowConflictCase";
import { SignAgainCase } from "./SignAgainCase";
import { SyncDetails } from "./SyncDetails";

export default function AttentionPage() {
  const returned = byVisit(unanswered.value);
  const help = useHelp(quarantine.value.map(({ mutation }) => mutation.id));
  const done = useSignal<string | null>(null);
  useEffect(() => void askHandedIn(), []);
  const nothing =
    handedIn.value.length === 0 &&
    refusedElsewhere.value.length === 0 &&
    quarantine.value.length === 0 &&
    returned.size === 0 &&
    signAgain.value.length === 0;
  return (
    <Page title={words.title} under={words.under} className="attention">
      <div class="stack">
        {nothing && (
          <Empty says={words.empty}>
            <p>{words.emptyHelp}</p>
          </Empty>
        )}
        {done.value && <Notice icon="check">{done.value}</Notice>}
        {handedIn.value.map((one) => (
          <HandedInCase key={one.id} one={one} onDone={(says) => (done.value = says)} />
        ))}
        {signAgain.value.map((visit) => (
          <SignAgainCase key={visit.id} visit={visit} />
        ))}
        {quarantine.value.map((one) => (
          <Unsettled key={one.mutation.id} one={one} help={help.value.get(one.mutation.id) ?? null} />
        ))}
        {refusedElsewhere.value.map((one) => (
          <ElsewhereCase key={one.id} one={one} />
        ))}
        {[...returned].map(([visitId, comments]) => (
          <ReturnedCase key={visitId} visitId={visitId} comments={comments} />
        ))}
      </div>
      <LeftList />
      <SyncDetails />
    </Page>
  );
}

function Unsettled({ one, help }: { one: Quarantined; help: Help | null }) {
  const { because, mutation } = one;
  if (because.verdict === "rejected") return <RejectedCase one={one} because={because} help={help} />;
  if (mutation.kind === "section.edit") return <ConflictCase one={one} because={because} />;
  return <RowConflictCase one={one} because={because} />;
}

function byVisit(comments: readonly CommentRow[]): Map<string, CommentRow[]> {
  const visits = new Map<string, CommentRow[]>();
  for (const one of comments) visits.set(one.visit_id, [...(visits.get(one.visit_id) ?? []), one]);
  return visits;
}
