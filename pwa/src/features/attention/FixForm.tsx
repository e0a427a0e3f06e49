/** Fix and resend: the words and numbers of what was refused, each in a field, the one at fault marked. */
import { useSignal } from "@preact/signals";
import { useDraft } from "../../state/draft";
import { Area, Field } from "../../ui";
import { attention as words } from "../../words/attention";

type Data = Readonly<Record<string, unknown>>;

/** Fields in which a person wrote; all others are chosen elsewhere and go again as they are. */
const WRITTEN = new Set([
  "text",
  "technique",
  "purpose",
  "frequency",
  "intensity",
  "duration",
  "skilled_need",
  "deficit",
  "reason",
  "note",
  "adverse",
  "adverse_action",
  "assistance_change",
  "progression_reason",
  "next_step",
  "measure",
  "unit",
]);
const LONG = new Set(["text", "skilled_need", "adverse", "adverse_action"]);
const TAKEN_BY_THE_CLOCK = new Set(["offset_minutes", "monotonic_ms"]);

/** Whether any of it can be written anew here. */
export function canBeFixed(data: Data): boolean {
  return fixable(data).length > 0;
}

/** Where the words typed here wait; dropped by whoever sends or withdraws them. */
export function fixKey(mutationId: string): string {
  return `fix:${mutationId}`;
}

interface FixProps {
  mutationId: string;
  data: Data;
  /** Where the server says the fault is: "/data/value". */
  pointer: string;
  onSend: (data: Record<string, unknown>) => void;
  onCancel: () => void;
}

export function FixForm({ mutationId, data, pointer, onSend, onCancel }: FixProps) {
  const values = useDraft<Record<string, string>>(
    fixKey(mutationId),
    Object.fromEntries(fixable(data).map(([name, value]) => [name, String(value)])),
  );
  const wrong = useSignal<string | null>(null);
  const put = (name: string) => (text: string) => values.change({ [name]: text });
  const send = () => {
    const fixed = { ...data };
    for (const [name, value] of fixable(data)) {
      const typed = (values.value[name] ?? "").trim();
      if (typeof value === "number" && !/^-?\d{1,15}$/.test(typed)) {
        wrong.value = name;
        return;
      }
      fixed[name] = typeof value === "number" ? Number(typed) : typed;
    }
    onSend(fixed);
  };
  return (
    <form
      class="stack fix"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {fixable(data).map(([name, value]) =>
        LONG.has(name) ? (
          <Area
            key={name}
            label={labelOf(name)}
            rows={4}
            value={values.value[name] ?? ""}
            onInput={put(name)}
          />
        ) : (
          <Field
            key={name}
            label={labelOf(name)}
            value={values.value[name] ?? ""}
            onInput={put(name)}
            wrong={wrongOf(name, wrong.value, pointer)}
            input={typeof value === "number" ? { inputMode: "numeric" } : {}}
          />
        ),
      )}
      <div class="row">
        <button type="button" onClick={onCancel}>
          {words.rejected.keep}
        </button>
        <button type="submit" class="main">
          {words.rejected.resend}
        </button>
      </div>
    </form>
  );
}

function fixable(data: Data): [string, string | number][] {
  return Object.entries(data).filter((entry): entry is [string, string | number] => {
    const [name, value] = entry;
    if (typeof value === "number") return !TAKEN_BY_THE_CLOCK.has(name);
    return typeof value === "string" && WRITTEN.has(name);
  });
}

function labelOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");
}

function wrongOf(name: string, notANumber: string | null, pointer: string): string | null {
  if (notANumber === name) return words.rejected.wholeNumber;
  return pointer === `/data/${name}` ? words.rejected.here : null;
}
