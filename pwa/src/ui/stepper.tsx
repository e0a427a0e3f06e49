/** A whole number: tap to step, hold to repeat, or type it. Empty until somebody says a number. */
import { useRef, useState } from "preact/hooks";

interface StepperProps {
  label: string;
  value: number | null;
  min?: number;
  max: number;
  step?: number;
  /** The number shown in pencil while there is none, e.g. last time's. */
  hint?: number | null;
  copied?: boolean;
  /** What is typed is given as it stands, also outside the bounds; the caller says in words what is wrong. */
  asTyped?: boolean;
  wrong?: boolean;
  words: { less: string; more: string };
  onChange: (value: number | null) => void;
}

const REPEAT_AFTER_MS = 450;
const REPEAT_EVERY_MS = 90;

export function Stepper(props: StepperProps) {
  const { label, value, min = 0, max, step = 1, hint = null, copied = false, asTyped = false, words } = props;
  const [text, setText] = useState("");
  const holding = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = useRef(props);
  latest.current = props;

  function move(by: number) {
    const now = latest.current;
    const from = now.value ?? now.hint ?? 0;
    now.onChange(Math.min(max, Math.max(min, from + by)));
  }
  function hold(by: number) {
    const repeat = () => {
      move(by);
      holding.current = setTimeout(repeat, REPEAT_EVERY_MS);
    };
    holding.current = setTimeout(repeat, REPEAT_AFTER_MS);
  }
  function type(typed: string) {
    if (!asTyped) return props.onChange(wholeNumber(typed, min, max));
    const kept = typed.replace(/[^\d.,-]/g, "");
    setText(kept);
    props.onChange(numberOf(kept));
  }
  const release = () => clearTimeout(holding.current);
  const button = (by: number, name: string, sign: string) => (
    <button
      type="button"
      aria-label={`${name} ${label}`}
      onClick={() => move(by)}
      onPointerDown={() => hold(by)}
      onPointerUp={release}
      onPointerLeave={release}
      onPointerCancel={release}
    >
      {sign}
    </button>
  );
  return (
    <div class={["step", copied ? "copied" : "", props.wrong ? "refused" : ""].filter(Boolean).join(" ")}>
      {button(-step, words.less, "−")}
      <input
        aria-label={label}
        aria-invalid={props.wrong ? "true" : undefined}
        inputMode="numeric"
        autocomplete="off"
        placeholder={hint === null ? "–" : String(hint)}
        value={numberOf(text) === value && text !== "" ? text : (value ?? "")}
        onInput={(event) => type(event.currentTarget.value)}
      />
      {button(step, words.more, "+")}
    </div>
  );
}

/** The number that was typed, null while it is none yet ("-"). */
function numberOf(text: string): number | null {
  const number = Number(text.replace(",", "."));
  return text === "" || Number.isNaN(number) ? null : number;
}

function wholeNumber(text: string, min: number, max: number): number | null {
  const digits = text.replace(/\D/g, "");
  return digits === "" ? null : Math.min(max, Math.max(min, Number(digits)));
}
