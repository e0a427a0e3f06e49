/** The page that a sheet of paper lies on: the way back, what it is, and Print once it is there. */
import type { ComponentChildren } from "preact";
import { Icon } from "../../ui";
import { paper as words } from "../../words/paper";
import type { Answer } from "../shell/answer";
import { Waiting } from "../shell/DeskPage";
import "./print.css";

interface Props<T> {
  title: string;
  back: { href: string; label: string };
  answer: Answer<T>;
  children: (answered: T) => ComponentChildren;
}

export function PaperPage<T>({ title, back, answer, children }: Props<T>) {
  const answered = answer.value.value;
  return (
    <div class="print-page">
      <header class="bar">
        <a class="button back" href={back.href} aria-label={back.label}>
          <Icon name="back" />
        </a>
        <div class="who">
          <h1 tabIndex={-1}>{title}</h1>
        </div>
        {answered !== null && (
          <button type="button" class="main" onClick={() => print()}>
            <Icon name="print" />
            {words.print}
          </button>
        )}
      </header>
      <main>
        <Waiting answer={answer} />
        {answered !== null && children(answered)}
      </main>
    </div>
  );
}

interface SheetProps {
  label: string;
  className?: string;
  /** When it was printed, in words. */
  printed: string;
  children: ComponentChildren;
}

/** The sheet itself; its foot says what it is not, and when it was printed. */
export function Sheet({ label, className = "", printed, children }: SheetProps) {
  return (
    <article class={`paper ${className}`} aria-label={label}>
      {children}
      <footer>
        <p>{words.notice}</p>
        <p>{words.printed(printed)}</p>
      </footer>
    </article>
  );
}
