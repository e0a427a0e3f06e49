/** 0 to 10 as eleven chips: one tap says a pain or an exertion. */
import { Chips } from "../../ui";

const DEGREES = Array.from({ length: 11 }, (_, degree) => ({ value: degree, label: String(degree) }));

interface ScaleProps {
  label: string;
  value: number | null;
  onChange: (value: number | null) => void;
}

export function Scale({ label, value, onChange }: ScaleProps) {
  return (
    <div>
      <p class="label" aria-hidden="true">
        {label}
      </p>
      <Chips label={label} className="scale" options={DEGREES} chosen={value} onChoose={onChange} />
    </div>
  );
}
