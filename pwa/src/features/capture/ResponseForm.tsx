/** Response in two taps; pain, exertion, vitals and adverse reactions behind one more. */
import { useSignal } from "@preact/signals";
import { RESPONSE_LIMITS, type ResponseFigure, vitalLimit } from "../../domain/limits";
import { helpChange } from "../../domain/progression";
import type { Dose, PatientRow, Quality, Tolerance } from "../../domain/types";
import type { ResponseFields } from "../../state/recording";
import { Area, Chips, Icon, Stepper, Wrong } from "../../ui";
import { words as w } from "../../words";
import { capture as c } from "../../words/capture";
import { responseWrong } from "./checks";
import { Phrases } from "./Phrases";
import { Scale } from "./Scale";

interface ResponseFormProps {
  response: ResponseFields;
  patient: PatientRow;
  last: Dose | null;
  today: Dose;
  onChange: (changed: Partial<ResponseFields>) => void;
}

const TOLERANCES: readonly Tolerance[] = ["well", "effort", "poor"];
const QUALITIES: readonly Quality[] = ["better", "same", "worse"];
const SCALES = ["pain_before", "pain_after", "exertion"] as const;
const VITALS = ["heart_rate", "systolic", "diastolic", "spo2"] as const;
const BEHIND = [...SCALES, ...VITALS, "dizziness", "fatigue", "adverse"] as const;

export function ResponseForm(props: ResponseFormProps) {
  const { response, onChange } = props;
  const more = useSignal(BEHIND.some((field) => response[field] !== null));
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
        <Help {...props} />
      </div>
      {more.value && <MoreResponse {...props} />}
      <Area
        label={w.capture.responseWords}
        rows={2}
        value={response.text ?? ""}
        onInput={(text) => onChange({ text })}
      />
    </section>
  );
}

const HELPS = ["less", "same", "more"] as const;

/** Change in help and cues: what the doses tell in pencil, what is tapped in ink. */
function Help({ response, last, today, onChange }: ResponseFormProps) {
  const stored = HELPS.find((one) => c.help.stored[one] === response.assistance_change) ?? null;
  const pencil = response.assistance_change === null && last ? helpChange(last, today) : null;
  return (
    <div>
      <p class="label" aria-hidden="true">
        {c.help.label}
      </p>
      <Chips
        label={c.help.label}
        className="thirds low"
        options={HELPS.map((value) => ({ value, label: c.help[value] }))}
        chosen={stored ?? pencil}
        copied={pencil !== null}
        onChoose={(chosen) => onChange({ assistance_change: chosen && c.help.stored[chosen] })}
      />
    </div>
  );
}

function MoreResponse({ response, patient, onChange }: ResponseFormProps) {
  return (
    <div class="stack">
      {SCALES.map((field) => (
        <div key={field}>
          <Scale
            label={c.scale[field]}
            value={response[field]}
            onChange={(value) => onChange({ [field]: value })}
          />
          <Wrong>{overLimit(field, response[field], patient.vital_limits)}</Wrong>
        </div>
      ))}
      <div class="figures">
        {VITALS.map((field) => (
          <Vital key={field} field={field} response={response} patient={patient} onChange={onChange} />
        ))}
      </div>
      <div class="pair-of-two">
        <Felt field="dizziness" response={response} onChange={onChange} />
        <Felt field="fatigue" response={response} onChange={onChange} />
      </div>
      <Phrases
        label={w.capture.adverse}
        value={response.adverse ?? ""}
        phrases={c.adverseSeen}
        onChange={(adverse) => onChange({ adverse: adverse || null })}
      />
      {response.adverse && (
        <div class="asked">
          <Phrases
            label={w.capture.adverseAction}
            value={response.adverse_action ?? ""}
            phrases={c.adverseDone}
            onChange={(adverse_action) => onChange({ adverse_action: adverse_action || null })}
          />
          {!response.adverse_action && <Wrong>{c.actionNeeded}</Wrong>}
        </div>
      )}
    </div>
  );
}

type Shown = Pick<ResponseFormProps, "response" | "onChange">;

interface VitalProps extends Shown {
  field: (typeof VITALS)[number];
  patient: PatientRow;
}

function Vital({ field, response, patient, onChange }: VitalProps) {
  const { least, most } = RESPONSE_LIMITS[field];
  const wrong = responseWrong(field, response);
  return (
    <div>
      <p class="label" aria-hidden="true">
        {w.capture.figure[field]}
      </p>
      <Stepper
        label={w.capture.figure[field]}
        value={response[field]}
        min={least}
        max={most}
        asTyped
        wrong={wrong !== null}
        words={w.stepper}
        onChange={(value) => onChange({ [field]: value })}
      />
      <Wrong>{wrong ?? overLimit(field, response[field], patient.vital_limits)}</Wrong>
    </div>
  );
}

function Felt({ field, response, onChange }: Shown & { field: "dizziness" | "fatigue" }) {
  const value = response[field];
  return (
    <div>
      <p class="label" aria-hidden="true">
        {c.felt[field]}
      </p>
      <Chips
        label={c.felt[field]}
        className="chips"
        options={(["no", "yes"] as const).map((one) => ({ value: one, label: c.felt[one] }))}
        chosen={value === null ? null : value ? "yes" : "no"}
        onChoose={(chosen) => onChange({ [field]: chosen === null ? null : chosen === "yes" })}
      />
    </div>
  );
}

/** The patient's own limits, e.g. `systolic_max` or `spo2_min`, said where the figure is typed. */
function overLimit(field: ResponseFigure, value: number | null, own: Record<string, number>): string | null {
  const touched = vitalLimit(field, value, own);
  if (!touched) return null;
  return touched.side === "max" ? w.capture.overLimit(touched.bound) : w.capture.underLimit(touched.bound);
}
