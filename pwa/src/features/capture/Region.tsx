/** Region: the body map, and a list that is its equal. */
import { useSignal } from "@preact/signals";
import { Chip } from "../../ui";
import { words as w } from "../../words";
import { BodyMap } from "./BodyMap";
import { CENTRAL, SIDED, SIDES, toggled } from "./body-parts";

interface RegionProps {
  code: string;
  chosen: string[];
  /** Taken from last time and not yet confirmed. */
  copied: boolean;
  onChange: (regions: string[]) => void;
}

export function Region({ code, chosen, copied, onChange }: RegionProps) {
  const list = useSignal(false);
  const both = useSignal(false);
  const tap = (region: string) => {
    const part = region.replace(/^(left|right) /, "");
    onChange(toggled(chosen, both.value && part !== region ? `bilateral ${part}` : region));
  };
  const setBoth = () => {
    both.value = !both.value;
    if (!both.value) return;
    onChange([...new Set(chosen.map((one) => one.replace(/^(left|right) /, "bilateral ")))]);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend would take the chosen regions into the name
    <section
      class={`sheet group g-map c${code}${copied ? " pencilled" : ""}`}
      role="group"
      aria-labelledby="h-region"
    >
      <div class="group-head">
        <h2 id="h-region">{w.capture.region}</h2>
        <span class="tag chosen-regions" aria-live="polite">
          {chosen.length > 0 && <span class="swatch" />}
          {chosen.map(w.region).join(", ")}
        </span>
      </div>
      {list.value ? (
        <RegionList chosen={chosen} onTap={(region) => onChange(toggled(chosen, region))} />
      ) : (
        <BodyMap
          label={w.capture.bodyMap}
          front={w.capture.front}
          back={w.capture.backView}
          left={w.capture.left}
          right={w.capture.right}
          chosen={chosen}
          onTap={tap}
        />
      )}
      <div class="two">
        <button type="button" aria-pressed={both.value} class="chip" onClick={setBoth}>
          {w.capture.both}
        </button>
        <button type="button" class="chip" onClick={() => (list.value = !list.value)}>
          {list.value ? w.capture.asMap : w.capture.asList}
        </button>
      </div>
    </section>
  );
}

export function RegionList({
  chosen,
  onTap,
}: {
  chosen: readonly string[];
  onTap: (region: string) => void;
}) {
  return (
    <div class="region-list">
      {SIDED.map((part) => (
        <fieldset key={part} aria-label={w.region(part)}>
          <p aria-hidden="true">{w.region(part)}</p>
          <div class="thirds">
            {SIDES.map((side) => (
              <Chip
                key={side}
                chosen={chosen.includes(`${side} ${part}`)}
                onPress={() => onTap(`${side} ${part}`)}
              >
                {w.side[side]}
                <span class="unseen"> {part}</span>
              </Chip>
            ))}
          </div>
        </fieldset>
      ))}
      <div class="chips">
        {CENTRAL.map((part) => (
          <Chip key={part} chosen={chosen.includes(part)} onPress={() => onTap(part)}>
            {w.region(part)}
          </Chip>
        ))}
      </div>
    </div>
  );
}
