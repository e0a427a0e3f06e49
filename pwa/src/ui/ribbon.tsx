/** The ribbon: a strip of time, to scale. Solid counts, a hatch is a pause, an outline is untimed. */

export interface Stretch {
  key: string;
  kind: "code" | "untimed" | "gap" | "pause" | "still";
  /** Seconds, for the scale. */
  seconds: number;
  code?: string;
  label?: string;
  assistant?: boolean;
  running?: boolean;
}

/** Below this share of the strip a code's number is not drawn; the words of the label still name it. */
const LEAST_SHARE_FOR_LABEL = 0.09;

export function Ribbon({ stretches, label }: { stretches: readonly Stretch[]; label?: string }) {
  const whole = stretches.reduce((sum, one) => sum + one.seconds, 0);
  const strip = stretches.map((one) => {
    const wide = one.seconds / whole >= LEAST_SHARE_FOR_LABEL;
    return (
      <span
        key={one.key}
        class={[className(one), wide ? "" : "tight"].join(" ")}
        style={{ "--w": Math.max(1, one.seconds) }}
      >
        {wide && one.label}
      </span>
    );
  });
  if (!label)
    return (
      <span class="ribbon" aria-hidden="true">
        {strip}
      </span>
    );
  return (
    <div class="ribbon" role="img" aria-label={label}>
      {strip}
    </div>
  );
}

function className({ kind, code, assistant, running }: Stretch): string {
  if (kind === "pause") return "gap pause";
  if (kind !== "code") return kind;
  return [`c${code}`, assistant ? "assistant" : "", running ? "running" : ""].join(" ");
}
