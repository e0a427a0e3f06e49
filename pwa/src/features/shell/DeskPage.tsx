/** The frame of a desk page: heading, who works here, and one or two panes below. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon, Pale } from "../../ui";
import { desk as words } from "../../words/desk";
import { Refused } from "../review/Refused";
import type { Answer } from "./answer";
import { unbroken } from "./TopBar";
import "../review/review.css";
import "./desk-page.css";

export interface DeskProps {
  sync: ComponentChildren;
  who: string;
  zone: string;
}

interface FrameProps extends DeskProps {
  title: string;
  /** The list on the left; without one the page is a single pane. */
  list?: ComponentChildren;
  /** What of the list is open. Where the screen is narrow it takes the list's place, with a way back to it. */
  open?: string | null;
  back?: { href: string; label: string };
  className?: string;
  children: ComponentChildren;
}

export function DeskPage(props: FrameProps) {
  const { title, who, sync, list, open = null, back, className = "", children } = props;
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    if (open !== null && matchMedia(NARROW).matches) main.current?.focus();
  }, [open]);
  const shape = `${list === undefined ? "one" : ""} ${open === null ? "" : "opened"}`;
  return (
    <div class={`desk alone ${shape} ${className}`}>
      <header class="bar">
        <div class="who">
          <h1 tabIndex={-1}>{title}</h1>
          <p>{unbroken(who)}</p>
        </div>
        {sync}
      </header>
      {list !== undefined && <nav aria-label={title}>{list}</nav>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <main ref={main} tabIndex={0}>
        {open !== null && back && (
          <a class="inline back-to-list" href={back.href}>
            <Icon name="back" />
            {back.label}
          </a>
        )}
        {children}
      </main>
    </div>
  );
}

/** From here down list and detail no longer stand side by side; desk-page.css says the same. */
const NARROW = "(max-width: 899px)";

/** What stands while there is no answer: pale bars, or why there is none. */
export function Waiting<T>({ answer }: { answer: Answer<T> }) {
  if (answer.fault.value) return <Refused problem={answer.fault.value} again={() => void answer.load()} />;
  return answer.value.value === null ? <Pale label={words.loading} /> : null;
}
