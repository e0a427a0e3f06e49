/** Why: one of the usual reasons, or one's own words. */
import type { Signal } from "@preact/signals";
import { Chips, Field } from "../../ui";
import { history } from "../../words/history";

const words = history.wrong;

export function Reason({ reason }: { reason: Signal<string> }) {
  const usual: readonly string[] = words.reasons;
  return (
    <div class="stack">
      <Chips
        label={words.reason}
        options={usual.map((value) => ({ value, label: value }))}
        chosen={usual.includes(reason.value) ? reason.value : null}
        onChoose={(value) => (reason.value = value ?? "")}
      />
      <Field
        label={words.otherReason}
        value={usual.includes(reason.value) ? "" : reason.value}
        onInput={(text) => (reason.value = text)}
        input={{ maxLength: 500 }}
      />
    </div>
  );
}
