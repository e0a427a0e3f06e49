/** What was left with a supervisor: nothing to decide, only that it is there. */
import { when } from "../../state/patients";
import { outbox, rows } from "../../state/vault";
import { attention } from "../../words/attention";

const words = attention.left;

export function LeftList() {
  const left = [...rows.value.left_words.values()].sort((a, b) => b.left_at.localeCompare(a.left_at));
  if (left.length === 0) return null;
  const waiting = new Set(outbox.value.map(({ mutation }) => mutation.entity));
  return (
    <details class="sheet panel left">
      <summary class="firm">{words.title(left.length)}</summary>
      <p class="small second">{words.under}</p>
      <ul>
        {left.map((one) => (
          <li key={one.id}>
            <b>{attention.kinds[one.of as keyof typeof attention.kinds] ?? one.of}</b>{" "}
            <span class="small second">
              {words.at(when(one.recorded_at), when(one.left_at))}
              {waiting.has(one.id) && `, ${words.waits}`}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
