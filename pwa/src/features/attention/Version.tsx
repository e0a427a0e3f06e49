/** One of two versions that stand side by side: whose it is, from when and where, its words, and the way to keep it. */
import type { ComponentChildren } from "preact";
import { when } from "../../state/patients";
import { attention as words } from "../../words/attention";
import { onlyIn } from "./difference";

interface VersionProps {
  title: string;
  /** Where it was written; nothing when nobody knows. */
  tablet: string | null;
  /** When, RFC 3339; "" when nobody knows. */
  at: string;
  text: string;
  other: string;
  children?: ComponentChildren;
}

export function Version({ title, tablet, at, text, other, children }: VersionProps) {
  return (
    <div class="version">
      <div>
        <h3>{title}</h3>
        <p class="small second">{[tablet, at && when(at)].filter(Boolean).join(", ")}</p>
      </div>
      <p class="text">
        {text === "" && <span class="second">{words.conflict.nothing}</span>}
        <Words text={text} other={other} />
      </p>
      {children}
    </div>
  );
}

/** Words with those underlined that the other version does not have. */
export function Words({ text, other }: { text: string; other: string }) {
  return (
    <>{onlyIn(text, other).map((part, i) => (part.only ? <ins key={i}>{part.text}</ins> : part.text))}</>
  );
}
