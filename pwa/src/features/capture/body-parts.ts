/** The jointed figure: a joint is a joint, a limb an extremity, the back shows the spine. */

export type Shape =
  | { d: string }
  | { cx: number; cy: number; r: number }
  | { cx: number; cy: number; rx: number; ry: number }
  | { x: number; y: number; width: number; height: number; rx: number };

export interface Part {
  /** The region without its side. */
  region: string;
  shape: Shape;
  /** The button of its region; other shapes of the same region only answer to touch. */
  main?: boolean;
}

/** Limbs at the viewer's left; mirrored at x = 70 for the other side. */
export const LIMB_PARTS: readonly Part[] = [
  {
    region: "upper extremity",
    main: true,
    shape: { d: "M21.2 93.9L12.7 140.2A8.5 8.5 0 0 0 29.3 143.8L40.8 98.1A10 10 0 0 0 21.2 93.9z" },
  },
  {
    region: "upper extremity",
    shape: { d: "M10.1 169.0L7.1 207.2A6 6 0 0 0 18.9 208.8L25.9 171.0A8 8 0 0 0 10.1 169.0z" },
  },
  {
    region: "lower extremity",
    main: true,
    shape: { d: "M33.0 232.0L37.0 300.0A12 12 0 0 0 61.0 300.0L65.0 232.0A16 16 0 0 0 33.0 232.0z" },
  },
  {
    region: "lower extremity",
    shape: { d: "M38.0 338.2L42.5 398.1A7.5 7.5 0 0 0 57.5 397.9L60.0 337.8A11 11 0 0 0 38.0 338.2z" },
  },
  { region: "hand", main: true, shape: { x: 1.5, y: 228, width: 17, height: 30, rx: 8.5 } },
  { region: "foot", main: true, shape: { x: 36, y: 418, width: 22, height: 21, rx: 9 } },
  { region: "shoulder", main: true, shape: { cx: 34, cy: 82, r: 13 } },
  { region: "elbow", main: true, shape: { cx: 19, cy: 156, r: 9.5 } },
  { region: "wrist", main: true, shape: { cx: 11.5, cy: 219, r: 7.5 } },
  { region: "hip", main: true, shape: { cx: 48, cy: 218, r: 14.5 } },
  { region: "knee", main: true, shape: { cx: 49, cy: 320, r: 12.5 } },
  { region: "ankle", main: true, shape: { cx: 50, cy: 408, r: 9 } },
];

export const FRONT_PARTS: readonly Part[] = [
  { region: "head", main: true, shape: { cx: 70, cy: 32, rx: 18, ry: 23 } },
  { region: "face", main: true, shape: { d: "M59 35h22v4a11 12 0 0 1-22 0z" } },
  { region: "trunk", main: true, shape: { d: "M49 76h42l3 20-5 82h-38l-5-82z" } },
  { region: "pelvis", main: true, shape: { d: "M48 182h44l2 20c-12 14-36 14-48 0z" } },
];

export const BACK_PARTS: readonly Part[] = [
  { region: "head", shape: { cx: 70, cy: 32, rx: 18, ry: 23 } },
  { region: "cervical spine", main: true, shape: { x: 62, y: 57, width: 16, height: 20, rx: 5 } },
  { region: "trunk", shape: { d: "M49 76h42l3 20-5 82h-38l-5-82z" } },
  { region: "thoracic spine", main: true, shape: { x: 61, y: 80, width: 18, height: 58, rx: 6 } },
  { region: "lumbar spine", main: true, shape: { x: 60, y: 141, width: 20, height: 38, rx: 6 } },
  { region: "pelvis", shape: { d: "M48 182h44l2 20c-12 14-36 14-48 0z" } },
  { region: "sacrum", main: true, shape: { d: "M60 184h20l-10 22z" } },
];

const UPPER = ["shoulder", "elbow", "wrist", "hand"];
const LOWER = ["hip", "knee", "ankle", "foot"];

/** The regions of the list, those with a side first. */
export const SIDED = ["upper extremity", ...UPPER, "lower extremity", ...LOWER];
export const CENTRAL = [
  "head",
  "face",
  "cervical spine",
  "thoracic spine",
  "lumbar spine",
  "sacrum",
  "pelvis",
  "trunk",
];
export const SIDES = ["left", "right", "bilateral"] as const;
export type Side = (typeof SIDES)[number];

/** Whether a region is chosen itself ("on"), lies in a chosen limb ("soft"), or neither. */
export function chosenness(part: string, side: Side | null, chosen: readonly string[]): "on" | "soft" | "" {
  const names = side ? [`${side} ${part}`, `bilateral ${part}`] : [part];
  if (names.some((name) => chosen.includes(name))) return "on";
  const limb = UPPER.includes(part) ? "upper extremity" : LOWER.includes(part) ? "lower extremity" : null;
  const limbs = limb ? [`${side} ${limb}`, `bilateral ${limb}`] : [];
  return limbs.some((name) => chosen.includes(name)) ? "soft" : "";
}

/** Take a region in or out; one that covers both sides takes the place of the two. */
export function toggled(chosen: readonly string[], region: string): string[] {
  if (chosen.includes(region)) return chosen.filter((one) => one !== region);
  const part = region.replace(/^(left|right|bilateral) /, "");
  const isBoth = region.startsWith("bilateral ");
  const rest = chosen.filter((one) => {
    if (one === part) return true;
    const same = one.replace(/^(left|right|bilateral) /, "") === part;
    return !same || (!isBoth && !one.startsWith("bilateral "));
  });
  const other = region.startsWith("left ") ? `right ${part}` : `left ${part}`;
  if (!isBoth && rest.includes(other)) return [...rest.filter((one) => one !== other), `bilateral ${part}`];
  return [...rest, region];
}
