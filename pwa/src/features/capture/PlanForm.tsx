/** Why and how much: purpose from the goals, intensity, frequency and duration, and why a therapist. */
import type { VisitRecord } from "../../domain/visit";
import { Area, Chip, Chips, Field } from "../../ui";
import { words as w } from "../../words";
import type { Form } from "./form";

interface PlanFormProps {
  form: Form;
  record: VisitRecord;
  onChange: (changed: Partial<Form>) => void;
}

export function PlanForm({ form, record, onChange }: PlanFormProps) {
  const goals = record.goals.filter((one) => one.met_on === null);
  const chooseGoal = (id: string, text: string) => {
    const again = form.goalId === id;
    const kept = goals.some((one) => one.text === form.purpose) ? "" : form.purpose;
    onChange({ goalId: again ? null : id, purpose: again ? kept : kept || text });
  };
  return (
    <div class="plan" id="to-purpose">
      {goals.length > 0 && (
        <fieldset class="chips" aria-label={w.capture.goals}>
          {goals.map((goal) => (
            <Chip
              key={goal.id}
              checked
              chosen={form.goalId === goal.id}
              onPress={() => chooseGoal(goal.id, goal.text)}
            >
              {w.capture.goal(goal.number)} {goal.text}
            </Chip>
          ))}
        </fieldset>
      )}
      <Field
        label={w.capture.purpose}
        value={form.purpose}
        onInput={(purpose) => onChange({ purpose })}
        input={{ maxLength: 500 }}
      />
      <div class="labelled">
        <Field
          label={w.capture.intensity}
          value={form.intensity}
          onInput={(intensity) => onChange({ intensity })}
          input={{ maxLength: 200 }}
        />
        <Chips
          label={w.capture.intensityWords}
          options={w.capture.intensities.map((value) => ({ value, label: value }))}
          chosen={form.intensity}
          onChoose={(intensity) => onChange({ intensity: intensity ?? "" })}
        />
      </div>
      <div class="two" id="to-plan">
        <Field
          label={w.capture.frequency}
          value={form.frequency}
          onInput={(frequency) => onChange({ frequency })}
          input={{ maxLength: 100 }}
        />
        <Field
          label={w.capture.duration}
          value={form.duration}
          onInput={(duration) => onChange({ duration })}
          input={{ maxLength: 100 }}
        />
      </div>
      <div id="to-skilled-need">
        <Area
          label={w.capture.skilledNeed}
          rows={2}
          value={form.skilledNeed}
          onInput={(skilledNeed) => onChange({ skilledNeed })}
        />
      </div>
    </div>
  );
}
