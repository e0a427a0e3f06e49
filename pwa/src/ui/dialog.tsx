/** A native dialog: it must be answered. Escape and the second button close it; focus goes back by itself. */
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";

/** After a refusal: bring the first field that is refused into view. Its words may lie above what is seen. */
export function showRefused(): void {
  requestAnimationFrame(() => {
    document.querySelector("dialog[open] > .body .wrong")?.scrollIntoView({ block: "center" });
  });
}

interface DialogProps {
  title: string;
  under?: ComponentChildren;
  close: string;
  onClose: () => void;
  narrow?: boolean;
  children: ComponentChildren;
  foot?: ComponentChildren;
}

export function Dialog({ title, under, close, onClose, narrow = false, children, foot }: DialogProps) {
  const id = useId();
  const element = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={element}
      class={narrow ? "narrow" : ""}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div class="head">
        <div class="grow">
          <h2 id={id}>{title}</h2>
          {under && <p class="small second">{under}</p>}
        </div>
        <button type="button" onClick={onClose}>
          {close}
        </button>
      </div>
      <div class="body">{children}</div>
      {foot && <div class="foot">{foot}</div>}
    </dialog>
  );
}
