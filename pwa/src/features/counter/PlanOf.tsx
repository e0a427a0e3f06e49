/** What is counted for whom: the dose that the clinician sets, and how its end is told. */
import type { Plan } from "../../domain/counter";
import type { VisitRecord } from "../../domain/visit";
import { Chips, Stepper } from "../../ui";
import { words as w } from "../../words";
import { counter as words } from "../../words/counter";
import { type Counting, NO_PLAN, planFor } from "./counting";
import { CUES, chooseCue, cue } from "./cue";

const FIELDS: readonly { name: keyof Plan; max: number; step: number }[] = [
  { name: "sets", max: 50, step: 1 },
  { name: "reps", max: 500, step: 1 },
  { name: "hold_seconds", max: 3600, step: 5 },
  { name: "rest_seconds", max: 3600, step: 5 },
];

interface PlanOfProps {
  record: VisitRecord;
  counting: Counting;
  onChange: (changed: Partial<Counting>) => void;
}

/** Once something is counted, the plan stays: a counted set was a set of that plan. */
export function PlanOf({ record, counting, onChange }: PlanOfProps) {
  const { plan, facts, interventionId } = counting;
  const begun = facts.length > 0;
  return (
    <section class="sheet panel plan" aria-label={words.plan}>
      {!begun && (
        <>
          <Chips
            label={words.for}
            options={[
              ...record.interventions.map((one) => ({
                value: one.id,
                label: one.technique || w.visit.unnamed(one.code),
              })),
              { value: "", label: words.notYet },
            ]}
            chosen={interventionId ?? ""}
            onChoose={(id) => {
              const one = record.interventions.find((known) => known.id === id) ?? null;
              onChange({ interventionId: one?.id ?? null, plan: one ? planFor(record, one) : NO_PLAN });
            }}
          />
          <p class="second small">{words.planUnder}</p>
          <div class="steppers">
            {FIELDS.map(({ name, max, step }) => (
              <div key={name}>
                <p class="label" aria-hidden="true">
                  {words.field[name]}
                </p>
                <Stepper
                  label={words.field[name]}
                  value={plan[name]}
                  max={max}
                  step={step}
                  words={w.stepper}
                  onChange={(value) => onChange({ plan: { ...plan, [name]: value || null } })}
                />
              </div>
            ))}
          </div>
        </>
      )}
      <div class="cues">
        <p class="label" aria-hidden="true">
          {words.cue}
        </p>
        <Chips
          label={words.cue}
          options={CUES.map((value) => ({ value, label: words.cues[value] }))}
          chosen={cue.value}
          onChoose={(value) => value && chooseCue(value)}
        />
      </div>
    </section>
  );
}
