/** One measure: side, trials or score, the value they make, and what it tells. */
import { useSignal } from "@preact/signals";
import { isUnusualValue, type Measure, shownNumber, valueText } from "../../domain/measures";
import type { MeasureRow } from "../../domain/types";
import type { VisitRecord } from "../../domain/visit";
import { recordMeasure } from "../../state/recording";
import { go } from "../../state/route";
import { openVault } from "../../state/vault";
import { StorageFault } from "../../storage";
import { Chips, Field, Wrong } from "../../ui";
import { words as w } from "../../words";
import { measures as m } from "../../words/measures";
import { guarded } from "../attention/guarded";
import { Change } from "./Change";
import { EMPTY, type MeasureForm as Form, formOfDraft, formOfRow, valueIn, wrongWith } from "./form";
import { Trials } from "./Trials";

interface MeasureFormProps {
  measure: Measure;
  record: VisitRecord;
  /** The row that is corrected; null for a new one. */
  known: MeasureRow | null;
}

const SIDES = ["left", "right"] as const;

export function MeasureForm({ measure, record, known }: MeasureFormProps) {
  const draftKey = `measure:${record.visit.id}:${known?.id ?? measure.id}`;
  const draft = formOfDraft(openVault().draft(draftKey));
  const form = useSignal<Form>(draft ?? (known ? formOfRow(measure, known) : EMPTY));
  const wrong = useSignal<string | null>(null);
  const asked = useSignal<number | null>(null);
  const value = valueIn(measure, form.value);
  const asking = value === null ? null : m.unusual(valueText(measure.id, value, measure.unit));

  const change = (changed: Partial<Form>) => {
    form.value = { ...form.value, ...changed };
    wrong.value = null;
    void keepDraft();
  };
  async function keepDraft(): Promise<void> {
    try {
      await openVault().saveDraft(draftKey, form.value);
    } catch (cause) {
      if (!(cause instanceof StorageFault)) throw cause;
      if (cause.kind !== "locked") wrong.value = w.notStored(w.storage[cause.kind]);
    }
  }
  async function save(): Promise<void> {
    wrong.value = wrongWith(measure, form.value);
    if (wrong.value !== null || value === null) return;
    if (isUnusualValue(measure, value) && asked.value !== value) {
      asked.value = value;
      wrong.value = asking;
      return;
    }
    await guarded(wrong, async () => {
      const { side, trials } = form.value;
      const fields = { visit_id: record.visit.id, measure: measure.id, value, unit: measure.unit, side };
      await recordMeasure(known?.id ?? null, { ...fields, trials }, draftKey);
      go(`/visit/${record.visit.id}`, { instead: true });
    });
  }
  return (
    <section class="sheet panel measure-form" aria-labelledby="h-measure">
      <h2 id="h-measure">{measure.label}</h2>
      <p class="small second">{measure.how}</p>
      {measure.sided && (
        <Chips
          label={m.side}
          options={SIDES.map((side) => ({ value: side, label: w.side[side] }))}
          chosen={form.value.side as (typeof SIDES)[number] | null}
          onChoose={(side) => change({ side })}
        />
      )}
      {measure.by === "score" ? (
        <Score measure={measure} form={form.value} onChange={change} />
      ) : (
        <Trials measure={measure} form={form.value} onChange={change} />
      )}
      {measure.by !== "score" && value !== null && (
        <Result measure={measure} value={value} form={form.value} />
      )}
      <Change measure={measure} side={form.value.side} value={value} record={record} />
      <Wrong asking={wrong.value !== null && wrong.value === asking}>{wrong.value}</Wrong>
      <button
        type="button"
        class={form.value.startedAt === null ? "main" : "outlined"}
        onClick={() => void save()}
      >
        {known ? m.replace : m.save}
      </button>
    </section>
  );
}

interface PartProps {
  measure: Measure;
  form: Form;
  onChange: (changed: Partial<Form>) => void;
}

function Score({ measure, form, onChange }: PartProps) {
  const wrong = form.typed.trim() ? wrongWith(measure, form) : null;
  return (
    <Field
      label={m.score(measure.shown.unit)}
      beside={m.range(
        shownNumber(measure, measure.least),
        shownNumber(measure, measure.most),
        measure.shown.unit,
      )}
      value={form.typed}
      wrong={wrong}
      onInput={(typed) => onChange({ typed })}
      input={{ inputMode: "decimal", autocomplete: "off", class: "digits-only" }}
    />
  );
}

function Result({ measure, value, form }: { measure: Measure; value: number; form: Form }) {
  const how =
    form.trials.length > 1 || measure.combine === "speed" ? m.combine[measure.combine ?? "mean"] : m.result;
  return (
    <p class="result">
      <span class="second">{how}</span> <b>{valueText(measure.id, value, measure.unit)}</b>
    </p>
  );
}
