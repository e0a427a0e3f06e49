/** A notice above the work: what happened, what is kept, what to do. */
import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon";

interface NoticeProps {
  tone?: "plain" | "minding" | "bad";
  icon?: IconName;
  children: ComponentChildren;
  actions?: ComponentChildren;
}

export function Notice({ tone = "plain", icon = "mind", children, actions }: NoticeProps) {
  return (
    <div class={`notice ${tone}`} role={tone === "bad" ? "alert" : "status"}>
      <Icon name={icon} />
      <p>{children}</p>
      {actions}
    </div>
  );
}

/** Nothing here: one sentence and the one thing to do. */
export function Empty({ says, children }: { says: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p>{says}</p>
      {children}
    </div>
  );
}

/** The frame at once, rows as pale bars after 300 ms. */
export function Pale({ label, rows = 3 }: { label: string; rows?: number }) {
  return (
    <div class="pale" role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, i) => (
        <i key={i} />
      ))}
    </div>
  );
}
