/** Why and how much: purpose from goals, aims and a measured deficit; intensity, frequency, duration; why a therapist. */
import { isPursued } from "../../domain/goals";
import { measureLabel, seriesKey, valueText } from "../../domain/measures";
import { dayText } from "../../domain/time";
import type { Measured, VisitRecord } from "../../domain/visit";
import { Chip, Chips, Field, Icon } from "../../ui";
import { words as w } from "../../words";
import { capture as c } from "../../words/capture";
import { plan } from "../../words/plan";
import type { Form } from "./form";
import { Phrases } from "./Phrases";
import { aimsIn, withAim } from "./purpose";

interface PlanFormProps {
  form: Form;
  record: VisitRecord;
  onChange: (changed: Partial<Form>) => void;
}

export function PlanForm({ form, record, onChange }: PlanFormProps) {
  const copied = (field: "purpose" | "intensity" | "skilledNeed") => form.copied.includes(field);
  return (
    <div class="plan" id="to-purpose">
      <Goals form={form} record={record} onChange={onChange} />
      <Field
        label={w.capture.purpose}
        value={form.purpose}
        onInput={(purpose) => onChange({ purpose })}
        input={{ maxLength: 500, class: copied("purpose") ? "copied" : "" }}
      />
      <fieldset class="chips small-chips" aria-label={c.purposes}>
        {c.aims.map((aim) => (
          <Chip
            key={aim}
            chosen={aimsIn(form.purpose).includes(aim)}
            copied={copied("purpose") && aimsIn(form.purpose).includes(aim)}
            onPress={() => onChange({ purpose: withAim(form.purpose, aim, form.regions) })}
          >
            {aim}
          </Chip>
        ))}
      </fieldset>
      <Deficit form={form} record={record} onChange={onChange} />
      <div class="labelled">
        <Field
          label={w.capture.intensity}
          value={form.intensity}
          onInput={(intensity) => onChange({ intensity })}
          input={{ maxLength: 200, class: copied("intensity") ? "copied" : "" }}
        />
        <Chips
          label={w.capture.intensityWords}
          options={w.capture.intensities.map((value) => ({ value, label: value }))}
          chosen={form.intensity}
          copied={copied("intensity")}
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
        <Phrases
          label={w.capture.skilledNeed}
          value={form.skilledNeed}
          phrases={c.skilled}
          copied={copied("skilledNeed")}
          most={2000}
          onChange={(skilledNeed) => onChange({ skilledNeed })}
        />
      </div>
    </div>
  );
}

function Goals({ form, record, onChange }: PlanFormProps) {
  const goals = record.goals.filter(isPursued);
  if (goals.length === 0) return <NoGoals record={record} />;
  const chooseGoal = (id: string, text: string) => {
    const again = form.goalId === id && !form.copied.includes("purpose");
    const kept = goals.some((one) => one.text === form.purpose) ? "" : form.purpose;
    onChange({ goalId: again ? null : id, purpose: again ? kept : kept || text });
  };
  return (
    <fieldset class="chips" aria-label={w.capture.goals}>
      {goals.map((goal) => (
        <Chip
          key={goal.id}
          checked
          chosen={form.goalId === goal.id}
          copied={form.goalId === goal.id && form.copied.includes("purpose")}
          onPress={() => chooseGoal(goal.id, goal.text)}
        >
          {w.capture.goal(goal.number)} {goal.text}
        </Chip>
      ))}
    </fieldset>
  );
}

/** Nothing to link to yet: where a goal is set. What is filled in here is kept meanwhile. */
function NoGoals({ record: { episode, visit } }: { record: VisitRecord }) {
  return (
    <p class="second">
      {plan.none}{" "}
      <a class="button" href={`/progress/${episode.id}?visit=${visit.id}`}>
        {plan.goals}
        <Icon name="next" />
      </a>
    </p>
  );
}

const MOST_MEASURED = 4;

/** What was measured, as chips: the deficit that the activity is to lessen. */
function Deficit({ form, record, onChange }: PlanFormProps) {
  return (
    <Phrases
      label={c.deficit}
      value={form.deficit}
      phrases={measuredPhrases(record)}
      onChange={(deficit) => onChange({ deficit })}
    />
  );
}

function measuredPhrases(record: VisitRecord): string[] {
  const today = record.measures.map((row) => ({ row, day: record.visit.date_of_service }));
  const latest = new Map<string, Measured>();
  for (const one of [...record.history, ...today]) latest.set(seriesKey(one.row), one);
  return [...latest.values()]
    .slice(-MOST_MEASURED)
    .map(({ row, day }) =>
      c.measuredOn(
        measureLabel(row.measure, row.side),
        valueText(row.measure, row.value, row.unit),
        dayText(day).slice(4),
      ),
    );
}
