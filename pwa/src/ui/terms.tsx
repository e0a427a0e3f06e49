/** Terms of a form: a named group of radio buttons or ticks, and the words below it when they cannot be. */
import type { ComponentChildren } from "preact";
import { Wrong } from "./field";

interface TermsProps {
  label: string;
  /** A few words after the label. */
  help?: string;
  wrong?: string | null;
  children: ComponentChildren;
}

export function Terms({ label, help, wrong = null, children }: TermsProps) {
  return (
    <fieldset class="terms" aria-label={label}>
      <p class="label" aria-hidden="true">
        {label}
        {help && <span class="beside">{help}</span>}
      </p>
      {children}
      <Wrong>{wrong}</Wrong>
    </fieldset>
  );
}

interface RadioProps {
  /** One of a group is chosen. */
  group: string;
  label: string;
  checked: boolean;
  onChoose: () => void;
}

export function Radio({ group, label, checked, onChoose }: RadioProps) {
  return (
    <label>
      <input type="radio" name={group} checked={checked} onChange={onChoose} />
      <span>{label}</span>
    </label>
  );
}

interface TickProps {
  label: string;
  checked: boolean;
  onToggle: () => void;
}

/** One of several that hold by themselves. */
export function Tick({ label, checked, onToggle }: TickProps) {
  return (
    <label>
      <input type="checkbox" checked={checked} onChange={onToggle} />
      <span>{label}</span>
    </label>
  );
}
