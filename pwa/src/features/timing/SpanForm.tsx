/** A stretch of time to put right: the timeline to drag and the two fields to type, always the same. */
import type { Signal } from "@preact/signals";
import type { EffectiveSegment } from "../../domain/segment";
import type { Span } from "../../domain/timeline";
import { Field } from "../../ui";
import { words as w } from "../../words";
import { isSpan, readSpan, type SpanWords, type Typed, typedOf } from "./span-words";
import { Timeline } from "./Timeline";

interface SpanFormProps {
  segments: readonly EffectiveSegment[];
  chosen: EffectiveSegment | null;
  code: string;
  /** What stands; null while nothing is said of a stretch that is added. */
  stands: Span | null;
  others: readonly EffectiveSegment[];
  typed: Signal<Typed>;
  wrong: SpanWords;
  now: number;
}

export function SpanForm({ segments, chosen, code, stands, others, typed, wrong, now }: SpanFormProps) {
  const read = stands && readSpan(typed.value, stands);
  const shown = read && isSpan(read) && (read.to === null || read.to > read.from) ? read : stands;
  const type = (change: Partial<Typed>) => {
    typed.value = { ...typed.value, ...change };
  };
  return (
    <>
      {shown && (
        <Timeline
          segments={segments}
          chosen={chosen}
          code={code}
          span={shown}
          others={others}
          now={now}
          onMove={(edge, at) => type({ [edge]: typedOf({ from: at, to: at })[edge] })}
        />
      )}
      <div class="two">
        <Field
          label={w.correct.start}
          value={typed.value.start}
          wrong={wrong.start ?? null}
          onInput={(start) => type({ start })}
          input={{ type: "time", step: 1 }}
        />
        <Field
          label={w.correct.end}
          value={typed.value.end}
          wrong={wrong.end ?? null}
          onInput={(end) => type({ end })}
          input={{ type: "time", step: 1 }}
        />
      </div>
    </>
  );
}
