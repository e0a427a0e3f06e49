/** The frame of everything that waits for a decision: what it is, whose, and since when. */
import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "../../ui";
import { PatientLine } from "./PatientLine";

interface CaseProps {
  id: string;
  icon: IconName;
  title: string;
  visitId: string;
  /** When it was recorded, RFC 3339. */
  at: string;
  under?: string;
  children: ComponentChildren;
}

export function Case({ id, icon, title, visitId, at, under, children }: CaseProps) {
  return (
    <section class="sheet case" aria-labelledby={id}>
      <div class="top">
        <Icon name={icon} />
        <div class="grow">
          <h2 id={id}>{title}</h2>
          <PatientLine visitId={visitId} at={at} />
          {under && <p class="small second">{under}</p>}
        </div>
      </div>
      {children}
    </section>
  );
}
