/** A labelled field, and the words below it when what was typed cannot be. */
import type { ComponentChildren, InputHTMLAttributes } from "preact";
import { useId } from "preact/hooks";
import { Icon } from "./icon";

interface FieldProps {
  label: string;
  /** A few words after the label, e.g. whose PIN. */
  beside?: string;
  value: string;
  onInput: (value: string) => void;
  wrong?: string | null;
  input?: InputHTMLAttributes<HTMLInputElement>;
}

export function Field({ label, beside, value, onInput, wrong, input = {} }: FieldProps) {
  const id = useId();
  const { class: extra = "", ...rest } = input;
  return (
    <div class="fielded">
      <div>
        <label class="label" for={id}>
          {label}
        </label>
        {beside && <span class="beside">{beside}</span>}
      </div>
      <input
        {...rest}
        id={id}
        class={`field ${String(extra)}`}
        value={value}
        aria-invalid={wrong ? "true" : undefined}
        aria-describedby={wrong ? `${id}-wrong` : undefined}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <Wrong id={`${id}-wrong`}>{wrong}</Wrong>
    </div>
  );
}

interface AreaProps {
  label: string;
  /** A few words after the label. */
  beside?: string;
  value: string;
  rows?: number;
  onInput: (value: string) => void;
  onFocus?: () => void;
  onBlur?: () => void;
  readOnly?: boolean;
  id?: string;
}

export function Area({ label, beside, value, rows = 3, onInput, id, ...rest }: AreaProps) {
  const own = useId();
  return (
    <div>
      <label class="label" for={id ?? own}>
        {label}
      </label>
      {beside && <span class="beside">{beside}</span>}
      <textarea
        {...rest}
        id={id ?? own}
        class="field"
        rows={rows}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </div>
  );
}

interface WrongProps {
  id?: string;
  /** It is odd but possible: to look at, not to mend. */
  asking?: boolean;
  children: ComponentChildren;
}

/** What is wrong, said where it stands. */
export function Wrong({ id, asking, children }: WrongProps) {
  if (!children) return null;
  return (
    <p class={asking ? "wrong asking" : "wrong"} role="alert" id={id}>
      <Icon name="mind" />
      <span>{children}</span>
    </p>
  );
}
