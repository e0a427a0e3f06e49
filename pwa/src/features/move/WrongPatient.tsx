/** At the foot of a visit: what to do when it was recorded on the wrong patient, or should not be there. */
import { useSignal } from "@preact/signals";
import type { VisitRecord } from "../../domain/visit";
import { rows } from "../../state/vault";
import { history } from "../../words/history";
import { MoveVisit } from "./MoveVisit";
import "./move.css";
import { VoidVisit } from "./VoidVisit";

const words = history.wrong;

export function WrongPatient({ record }: { record: VisitRecord }) {
  const doing = useSignal<"move" | "void" | null>(null);
  if (!rows.value.visit.has(record.visit.id)) return null; // planned only: there is nothing in it yet
  const close = () => {
    doing.value = null;
  };
  return (
    <details class="sheet panel wrong-patient">
      <summary>
        <h2>{words.title}</h2>
      </summary>
      <p class="small second">{words.under}</p>
      <div class="row">
        <button type="button" onClick={() => (doing.value = "move")}>
          {words.move}
        </button>
        <button type="button" onClick={() => (doing.value = "void")}>
          {words.void}
        </button>
      </div>
      {doing.value === "move" && <MoveVisit record={record} onClose={close} />}
      {doing.value === "void" && <VoidVisit record={record} onClose={close} />}
    </details>
  );
}
