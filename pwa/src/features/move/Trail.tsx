/** What became of a visit: void and why, moved from or to another. The other patient is never named here. */
import type { VisitRecord } from "../../domain/visit";
import { outbox, rows } from "../../state/vault";
import { Notice } from "../../ui";
import { history } from "../../words/history";

const words = history.void;

export function Trail({ record }: { record: VisitRecord }) {
  const { visit } = record;
  const from = visit.moved_from ?? [];
  if (visit.status !== "void" && from.length === 0) return null;
  return (
    <>
      {visit.status === "void" && (
        <Notice icon="away">
          <b>{words.title}.</b> {words.reason(visit.void_reason ?? "")}. {visit.moved_to ? words.movedTo : ""}{" "}
          {words.kept} {onlyHere(visit.id) ? `(${words.onlyHere})` : ""}
          {visit.moved_to && <Other visitId={visit.moved_to} />}
        </Notice>
      )}
      {from.map((id) => (
        <Notice icon="link" key={id}>
          {words.movedFrom} <Other visitId={id} />
        </Notice>
      ))}
    </>
  );
}

/** The id is all that is said; who has the other patient on the caseload too can open it. */
function Other({ visitId }: { visitId: string }) {
  if (!rows.value.visit.has(visitId)) return <span class="second">{words.id(visitId)}</span>;
  return (
    <>
      <span class="second">{words.id(visitId)}</span> <a href={`/visit/${visitId}`}>{words.open}</a>
    </>
  );
}

function onlyHere(visitId: string): boolean {
  return outbox.value.some(
    ({ mutation }) => mutation.entity === visitId && ["visit.void", "visit.move"].includes(mutation.kind),
  );
}
