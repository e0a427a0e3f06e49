/** Progression: what the figures say in pencil, what the clinician confirms in ink. */
import { doseCircumstances, doseFigures, proposedProgression } from "../../domain/dose";
import type { Dose, Progression } from "../../domain/types";
import type { ResponseFields } from "../../state/recording";
import { Chip, Field, Icon, type IconName } from "../../ui";
import { words as w } from "../../words";

interface ProgressionFormProps {
  response: ResponseFields;
  last: Dose | null;
  today: Dose;
  onChange: (changed: Partial<ResponseFields>) => void;
}

const ORDER: readonly [Progression, IconName][] = [
  ["progressed", "up"],
  ["maintained", "same"],
  ["regressed", "fall"],
];

export function ProgressionForm({ response, last, today, onChange }: ProgressionFormProps) {
  const proposed = last ? proposedProgression(last, today) : null;
  const pencil = response.progression === null ? proposed : null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: named by its heading like the other groups
    <section class="sheet group g-prog" id="to-progression" role="group" aria-labelledby="h-progression">
      <div class="group-head">
        <h2 id="h-progression">{w.capture.progression}</h2>
      </div>
      <p class="second small">{last ? compared(last, today, pencil) : w.capture.noLast}</p>
      <div class="stack tight">
        {ORDER.map(([value, icon]) => (
          <Chip
            key={value}
            chosen={response.progression === value || pencil === value}
            copied={pencil === value}
            onPress={() => onChange({ progression: response.progression === value ? null : value })}
          >
            <Icon name={icon} />
            {w.progression[value]}
          </Chip>
        ))}
      </div>
      <Field
        label={w.capture.progressionReason}
        value={response.progression_reason ?? ""}
        onInput={(text) => onChange({ progression_reason: text || null })}
        input={{ maxLength: 500 }}
      />
      <Field
        label={w.capture.nextStep}
        value={response.next_step ?? ""}
        onInput={(text) => onChange({ next_step: text || null })}
        input={{ maxLength: 500 }}
      />
    </section>
  );
}

function compared(last: Dose, today: Dose, proposed: Progression | null): string {
  const text = (dose: Dose) => [doseFigures(dose), doseCircumstances(dose)].filter(Boolean).join(", ");
  if (proposed) return w.capture.proposed(w.progression[proposed], text(last), text(today));
  return w.capture.lastWas(text(last) || w.visit.noDose);
}
