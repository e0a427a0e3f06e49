/** The head of every screen: where one is, whose record it is, and the Sync pill. */
import type { ComponentChildren } from "preact";
import { Icon } from "../../ui";
import { SyncPill } from "../sync-status/SyncPill";

interface TopBarProps {
  title: string;
  under?: ComponentChildren;
  back?: { href: string; label: string };
}

export function TopBar({ title, under, back }: TopBarProps) {
  return (
    <header class="bar">
      {back && (
        <a class="button back" href={back.href} aria-label={back.label}>
          <Icon name="back" />
        </a>
      )}
      <div class="who">
        <h1 tabIndex={-1}>{title}</h1>
        {under && <p>{typeof under === "string" ? unbroken(under) : under}</p>}
      </div>
      <SyncPill />
    </header>
  );
}

/** No line begins with the dot between two facts. */
export function unbroken(facts: string): string {
  return facts.replaceAll(" · ", "\u00a0· ");
}
