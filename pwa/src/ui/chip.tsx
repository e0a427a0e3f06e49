/** Chips: an edge, chosen (filled, thick edge, bold) or copied (dashed until it is tapped). */
import type { ComponentChildren } from "preact";
import { Icon } from "./icon";

interface ChipProps {
  chosen: boolean;
  copied?: boolean;
  checked?: boolean;
  onPress: () => void;
  children: ComponentChildren;
}

/** One thing to choose; `checked` also draws a tick when chosen. */
export function Chip({ chosen, copied = false, checked = false, onPress, children }: ChipProps) {
  return (
    <button
      type="button"
      class={`chip${copied ? " copied" : ""}`}
      aria-pressed={chosen && !copied}
      onClick={onPress}
    >
      {checked && chosen && <Icon name="check" />}
      {children}
    </button>
  );
}

export interface Option<V extends string | number> {
  value: V;
  label: string;
}

interface ChipsProps<V extends string | number> {
  /** Names the group for screen readers; leave out where a heading already does. */
  label?: string;
  options: readonly Option<V>[];
  chosen: V | null;
  copied?: boolean;
  className?: string;
  /** Tapping the chosen one again takes it back and gives null. */
  onChoose: (value: V | null) => void;
}

/** At most one of several. */
export function Chips<V extends string | number>({
  label,
  options,
  chosen,
  copied = false,
  className = "chips",
  onChoose,
}: ChipsProps<V>) {
  const chips = options.map(({ value, label: text }) => (
    <Chip
      key={value}
      chosen={value === chosen}
      copied={copied && value === chosen}
      onPress={() => onChoose(value === chosen && !copied ? null : value)}
    >
      {text}
    </Chip>
  ));
  if (!label) return <div class={className}>{chips}</div>;
  return (
    <fieldset class={className} aria-label={label}>
      {chips}
    </fieldset>
  );
}
