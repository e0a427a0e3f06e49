/** What the server answers to a page's question: the value or why there is none, and asking again. */
import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { ApiFault, call } from "../../sync";

export interface Answer<T> {
  value: ReadonlySignal<T | null>;
  fault: ReadonlySignal<ApiFault | null>;
  /** Ask again; the value before stays until the new one is there. */
  load: () => Promise<void>;
  /** Show what another request has just answered. */
  show: (value: T) => void;
}

/** Ask when the page opens and whenever the path changes; null asks nothing. An answer that comes late is dropped. */
export function useAnswer<T>(path: string | null): Answer<T> {
  const value = useSignal<T | null>(null);
  const fault = useSignal<ApiFault | null>(null);
  const asked = useRef<string | null>(null);
  const load = async () => {
    asked.current = path;
    if (path === null) return;
    try {
      const answer = await call<T>("GET", path);
      if (asked.current !== path) return;
      value.value = answer;
      fault.value = null;
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause;
      if (asked.current === path) fault.value = cause;
    }
  };
  useEffect(() => {
    void load();
  }, [path]);
  const show = (answer: T) => {
    value.value = answer;
    fault.value = null;
  };
  return { value, fault, load, show };
}

/** What the server says of one field of a form, by the last part of its pointer or its name. */
export function saidOf(fault: ApiFault | null, field: string): string | null {
  const problem = fault?.problem;
  if (!problem) return null;
  if (problem.pointer?.split("/").at(-1) === field) return problem.detail ?? problem.title;
  const body = (problem.errors as { json?: Record<string, unknown> } | undefined)?.json;
  return firstText(body?.[field]);
}

/** Say whether a fault is about a field at all; one that is not is told above the form. */
export function isOfAField(fault: ApiFault, fields: readonly string[]): boolean {
  return fields.some((field) => saidOf(fault, field) !== null);
}

function firstText(said: unknown): string | null {
  if (typeof said === "string") return said;
  if (said === null || typeof said !== "object") return null;
  for (const inner of Object.values(said)) {
    const text = firstText(inner);
    if (text !== null) return text;
  }
  return null;
}
