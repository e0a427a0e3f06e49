/** Response in two taps; pain, exertion, vitals and adverse reactions behind one more. */
import { useSignal } from "@preact/signals";
import type { PatientRow, Quality, Tolerance } from "../../domain/types";
import type { ResponseFields } from "../../state/recording";
import { Area, Chip, Chips, Icon, Stepper, Wrong } from "../../ui";
import { words as w } from "../../words";

interface ResponseFormProps {
  response: ResponseFields;
  patient: PatientRow;
  onChange: (changed: Partial<ResponseFields>) => void;
}

const TOLERANCES: readonly Tolerance[] = ["well", "effort", "poor"];
const QUALITIES: readonly Quality[] = ["better", "same", "worse"];
type Figure = "pain_before" | "pain_after" | "exertion" | "heart_rate" | "systolic" | "diastolic" | "spo2";
const FIGURES: readonly [Figure, number][] = [
  ["pain_before", 10],
  ["pain_after", 10],
  ["exertion", 10],
  ["heart_rate", 250],
  ["systolic", 300],
  ["diastolic", 200],
  ["spo2", 100],
];

export function ResponseForm({ response, patient, onChange }: ResponseFormProps) {
  const told = FIGURES.some(([field]) => response[field] !== null) || response.adverse !== null;
  const more = useSignal(told || response.dizziness !== null || response.fatigue !== null);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend would take the button beside it into the name
    <section class="sheet group g-resp" id="to-response" role="group" aria-labelledby="h-response">
      <div class="group-head">
        <h2 id="h-response">{w.capture.response}</h2>
        <button
          type="button"
          class="plain"
          aria-expanded={more.value}
          onClick={() => (more.value = !more.value)}
        >
          {w.capture.moreResponse} <Icon name={more.value ? "fold" : "down"} />
        </button>
      </div>
      <div class="pair">
        <Chips
          label={w.capture.tolerance}
          className="thirds"
          options={TOLERANCES.map((value) => ({ value, label: w.tolerance[value] }))}
          chosen={response.tolerance}
          onChoose={(tolerance) => onChange({ tolerance })}
        />
        <Chips
          label={w.capture.quality}
          className="thirds"
          options={QUALITIES.map((value) => ({ value, label: w.quality[value] }))}
          chosen={response.quality}
          onChoose={(quality) => onChange({ quality })}
        />
      </div>
      {more.value && <MoreResponse response={response} patient={patient} onChange={onChange} />}
      <Area
        label={w.capture.responseWords}
        rows={2}
        value={response.text ?? ""}
        onInput={(text) => onChange({ text })}
      />
    </section>
  );
}

function MoreResponse({ response, patient, onChange }: ResponseFormProps) {
  return (
    <div class="stack">
      <div class="figures">
        {FIGURES.map(([field, max]) => (
          <div key={field}>
            <p class="label" aria-hidden="true">
              {w.capture.figure[field]}
            </p>
            <Stepper
              label={w.capture.figure[field]}
              value={response[field]}
              max={max}
              words={w.stepper}
              onChange={(value) => onChange({ [field]: value })}
            />
            <Wrong>{overLimit(field, response[field], patient.vital_limits)}</Wrong>
          </div>
        ))}
      </div>
      <div class="chips">
        <Chip
          checked
          chosen={response.dizziness === true}
          onPress={() => onChange({ dizziness: response.dizziness ? null : true })}
        >
          {w.capture.dizziness}
        </Chip>
        <Chip
          checked
          chosen={response.fatigue === true}
          onPress={() => onChange({ fatigue: response.fatigue ? null : true })}
        >
          {w.capture.fatigue}
        </Chip>
      </div>
      <Area
        label={w.capture.adverse}
        rows={2}
        value={response.adverse ?? ""}
        onInput={(adverse) => onChange({ adverse: adverse || null })}
      />
      {response.adverse && (
        <Area
          label={w.capture.adverseAction}
          rows={2}
          value={response.adverse_action ?? ""}
          onInput={(adverse_action) => onChange({ adverse_action: adverse_action || null })}
        />
      )}
    </div>
  );
}

/** The patient's own limits, e.g. `systolic_max` or `spo2_min`, said where the figure is typed. */
function overLimit(field: Figure, value: number | null, limits: Record<string, number>): string | null {
  if (value === null) return null;
  const most = limits[`${field}_max`];
  const least = limits[`${field}_min`];
  if (most !== undefined && value >= most) return w.capture.overLimit(most);
  if (least !== undefined && value <= least) return w.capture.underLimit(least);
  return null;
}
