/** A payer policy as the server tells it, and a new version as a form holds it. */

export interface Version {
  id: string;
  name: string;
  label: string;
  extends: string;
  overrides: Record<string, unknown>;
  required_elements: string[];
  effective_from: string;
  effective_until: string | null;
  citation: string;
  in_force: boolean;
  terms: Record<string, unknown> & { modifier_order: string[] };
}

/** What can be chosen of each term, in the order in which they stand. */
export const CHOICES: Readonly<Record<string, readonly (string | boolean)[]>> = {
  counting: ["cms8", "midpoint", "full15"],
  assistant_modifiers: [true, false],
  therapy_modifier: [true, false],
  distinct_procedure: ["X", "59"],
  edits: ["ncci", "none"],
  mue: [true, false],
  kx: [true, false],
  setting: ["practitioner", "outpatient-hospital"],
};

export const SHIPPED = ["medicare-part-b", "commercial-midpoint", "full-15"];

/** Required elements that a policy may add: those that Medicare only makes advisable. */
export const ELEMENTS = [
  "body_part",
  "purpose",
  "frequency",
  "intensity",
  "duration",
  "progression",
  "response",
  "skilled_need",
  "outcome",
];

export interface Draft {
  name: string;
  label: string;
  extends: string;
  overrides: Record<string, unknown>;
  required_elements: string[];
  effective_from: string;
  citation: string;
}

/** The policies, each with its versions, the newest first. */
export function byName(versions: readonly Version[]): Map<string, Version[]> {
  const named = new Map<string, Version[]>();
  for (const one of versions) named.set(one.name, [one, ...(named.get(one.name) ?? [])]);
  return named;
}

/** The version that stands for a policy in a list: the one in force, else the newest. */
export function standing(versions: readonly Version[]): Version | undefined {
  return versions.find((one) => one.in_force) ?? versions[0];
}

/** A draft of the version after this one; of none, of a new policy. Date and citation are always new. */
export function draftAfter(version: Version | null): Draft {
  return {
    name: version?.name ?? "",
    label: version?.label ?? "",
    extends: version?.extends ?? "medicare-part-b",
    overrides: { ...version?.overrides },
    required_elements: [...(version?.required_elements ?? [])],
    effective_from: "",
    citation: "",
  };
}

/** Choose a value of a term; null leaves it as it ships. */
export function choose(draft: Draft, term: string, value: string | boolean | string[] | null): Draft {
  const { [term]: _, ...others } = draft.overrides;
  return { ...draft, overrides: value === null ? others : { ...others, [term]: value } };
}

/** The kinds of modifiers in the order in which they stand on a line, where nobody asks for another. */
export const ORDER = ["distinct", "therapy", "assistant", "kx", "extra"];

/** The order of modifiers that a draft asks for. */
export function orderOf(draft: Draft): string[] {
  const asked = draft.overrides.modifier_order;
  return Array.isArray(asked) ? [...asked, ...ORDER.filter((one) => !asked.includes(one))] : ORDER;
}

/** Let a kind of modifier stand one place earlier; the usual order is no override. */
export function earlier(draft: Draft, kind: string): Draft {
  const order = [...orderOf(draft)];
  const place = order.indexOf(kind);
  if (place < 1) return draft;
  order.splice(place - 1, 2, kind, order[place - 1] ?? kind);
  return choose(draft, "modifier_order", order.join() === ORDER.join() ? null : order);
}

/** Put an element on the list, or take it off. */
export function toggle(draft: Draft, element: string): Draft {
  const kept = draft.required_elements.filter((one) => one !== element);
  const off = kept.length < draft.required_elements.length;
  return { ...draft, required_elements: off ? kept : [...kept, element] };
}
