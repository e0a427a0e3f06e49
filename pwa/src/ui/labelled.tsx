/** A label over a group that names itself to screen readers. */
export function Labelled({ label, children }: { label: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <p class="label" aria-hidden="true">
        {label}
      </p>
      {children}
    </div>
  );
}
