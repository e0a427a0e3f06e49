/** The body map: a tap takes what it touches, or the nearest part within 24 px of the finger. */
import {
  BACK_PARTS,
  chosenness,
  FRONT_PARTS,
  LIMB_PARTS,
  type Part,
  type Shape,
  type Side,
} from "./body-parts";

interface BodyMapProps {
  label: string;
  front: string;
  back: string;
  left: string;
  right: string;
  chosen: readonly string[];
  onTap: (region: string) => void;
}

const NEAR_PX = 24;
const MIRROR = "translate(140 0) scale(-1 1)";
const BACK_AT = "translate(148 0)";

export function BodyMap({ label, front, back, left, right, chosen, onTap }: BodyMapProps) {
  const tap = (event: MouseEvent) => {
    const region = touched(event);
    if (region) onTap(region);
  };
  const press = (event: KeyboardEvent) => {
    const region = (event.target as Element).getAttribute("data-region");
    if (!region || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    onTap(region);
  };
  const limbs = (side: Side, buttons: boolean) =>
    LIMB_PARTS.map((part, i) => drawn(part, i, side, buttons, chosen));
  const centre = (parts: readonly Part[]) => parts.map((part, i) => drawn(part, i, null, true, chosen));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand in SVG
    <svg
      class="body-map"
      viewBox="-4 0 296 470"
      role="group"
      aria-label={label}
      onClick={tap}
      onKeyDown={press}
    >
      <g>
        <g>{limbs("right", true)}</g>
        <g transform={MIRROR}>{limbs("left", true)}</g>
        <rect class="part" x="63" y="57" width="14" height="17" rx="5" />
        {centre(FRONT_PARTS)}
      </g>
      <g transform={BACK_AT}>
        <g>{limbs("left", false)}</g>
        <g transform={MIRROR}>{limbs("right", false)}</g>
        {centre(BACK_PARTS)}
      </g>
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of letters takes no focus */}
      <g aria-hidden="true">
        <text class="side-name" x="12" y="24" text-anchor="middle">
          {right}
        </text>
        <text class="side-name" x="128" y="24" text-anchor="middle">
          {left}
        </text>
        <text class="side-name" x="160" y="24" text-anchor="middle">
          {left}
        </text>
        <text class="side-name" x="276" y="24" text-anchor="middle">
          {right}
        </text>
        <text x="70" y="462" text-anchor="middle">
          {front}
        </text>
        <text x="218" y="462" text-anchor="middle">
          {back}
        </text>
      </g>
    </svg>
  );
}

function drawn(part: Part, i: number, side: Side | null, buttons: boolean, chosen: readonly string[]) {
  const region = side ? `${side} ${part.region}` : part.region;
  const state = chosenness(part.region, side, chosen);
  const asButton = part.main === true && buttons;
  const spoken = asButton
    ? { role: "button" as const, tabIndex: 0, "aria-label": region, "aria-pressed": state === "on" }
    : { "aria-hidden": true as const };
  return <ShapeOf key={i} shape={part.shape} class={`part ${state}`} data-region={region} {...spoken} />;
}

function ShapeOf({ shape, ...rest }: { shape: Shape } & Record<string, unknown>) {
  if ("d" in shape) return <path {...rest} d={shape.d} />;
  if ("r" in shape) return <circle {...rest} cx={shape.cx} cy={shape.cy} r={shape.r} />;
  if ("rx" in shape && "cx" in shape) {
    return <ellipse {...rest} cx={shape.cx} cy={shape.cy} rx={shape.rx} ry={shape.ry} />;
  }
  return <rect {...rest} x={shape.x} y={shape.y} width={shape.width} height={shape.height} rx={shape.rx} />;
}

/** The region under the finger, or the nearest one. */
function touched(event: MouseEvent): string | null {
  const direct = (event.target as Element).getAttribute("data-region");
  if (direct) return direct;
  const parts = [...(event.currentTarget as Element).querySelectorAll("[data-region]")];
  const near = parts
    .map((part) => ({ part, away: distance(part.getBoundingClientRect(), event.clientX, event.clientY) }))
    .filter(({ away }) => away <= NEAR_PX)
    .sort((a, b) => a.away - b.away)[0];
  return near?.part.getAttribute("data-region") ?? null;
}

function distance(box: DOMRect, x: number, y: number): number {
  const dx = Math.max(box.left - x, 0, x - box.right);
  const dy = Math.max(box.top - y, 0, y - box.bottom);
  return Math.hypot(dx, dy);
}
