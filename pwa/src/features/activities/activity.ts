/** An organization's own activity as the server tells it, and as a form holds it. */
import { TIMED } from "../../domain/codes";
import type { Dose } from "../../domain/types";
import { words as w } from "../../words";
import { activities as words } from "../../words/activities";

export interface Own {
  id: string;
  version: number;
  name: string;
  group: string;
  codes: string[];
  fields: (keyof Dose)[];
  created_at: string;
  changed_at: string;
  retired_at: string | null;
}

export type Draft = Pick<Own, "name" | "group" | "codes" | "fields">;

/** The fields of a dose in the order in which they are always told. */
export const DOSE_FIELDS = Object.keys(w.dose.field) as (keyof Dose)[];

/** The codes to choose from; one that stands already is kept among them. */
export function codesFor(draft: Draft): string[] {
  const usual = TIMED.map((one) => one.code);
  return [...usual, ...draft.codes.filter((code) => !usual.includes(code))];
}

/** A form over an activity, or an empty one. Most of them go with neuromuscular re-education. */
export function draftOf(own: Own | null): Draft {
  if (!own) return { name: "", group: "", codes: ["97112"], fields: ["sets", "reps"] };
  const { name, group, codes, fields } = own;
  return { name, group, codes, fields };
}

/** Put a value on a list, or take it off; what is on it stands in the given order. */
export function toggled<T>(list: readonly T[], value: T, order: readonly T[]): T[] {
  const on = new Set(list);
  if (!on.delete(value)) on.add(value);
  return order.filter((one) => on.has(one));
}

/** What is still to be said, by field; nothing when the form can be sent. */
export function lacking(draft: Draft): Partial<Record<keyof Draft, string>> {
  return {
    ...(draft.name.trim() ? {} : { name: words.nameNeeded }),
    ...(draft.group ? {} : { group: words.groupNeeded }),
    ...(draft.codes.length > 0 ? {} : { codes: words.codesNeeded }),
    ...(draft.fields.length > 0 ? {} : { fields: words.fieldsNeeded }),
  };
}
