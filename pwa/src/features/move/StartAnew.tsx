/** On a void visit: the patient may be treated all the same, in a visit of its own. */
import { useSignal } from "@preact/signals";
import type { VisitRecord } from "../../domain/visit";
import { fullName } from "../../state/patients";
import { go } from "../../state/route";
import { beginUnplanned, today } from "../../state/visits";
import { Wrong } from "../../ui";
import { history } from "../../words/history";
import { guarded } from "../attention/guarded";

export function StartAnew({ record }: { record: VisitRecord }) {
  const wrong = useSignal<string | null>(null);
  const { visit, episode, patient } = record;
  if (visit.date_of_service !== today.value || episode.ended_on !== null) return null;
  const start = () => guarded(wrong, async () => go(`/visit/${await beginUnplanned(episode)}`));
  return (
    <div class="row">
      <button type="button" onClick={() => void start()}>
        {history.void.startAnew(fullName(patient))}
      </button>
      <Wrong>{wrong.value}</Wrong>
    </div>
  );
}
