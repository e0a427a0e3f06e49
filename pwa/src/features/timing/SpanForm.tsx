/** A stretch of time to put right: the timeline to drag and the two fields to type, always the same. */
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
  typed: Typed;
  onType: (change: Partial<Typed>) => void;
  wrong: SpanWords;
  now: number;
}

export function SpanForm(props: SpanFormProps) {
  const { segments, chosen, code, stands, others, typed, onType, wrong, now } = props;
  const read = stands && readSpan(typed, stands);
  const shown = read && isSpan(read) && (read.to === null || read.to > read.from) ? read : stands;
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
          onMove={(edge, at) => onType({ [edge]: typedOf({ from: at, to: at })[edge] })}
        />
      )}
      <div class="two">
        <Field
          label={w.correct.start}
          value={typed.start}
          wrong={wrong.start ?? null}
          onInput={(start) => onType({ start })}
          input={{ type: "time", step: 1 }}
        />
        <Field
          label={w.correct.end}
          value={typed.end}
          wrong={wrong.end ?? null}
          onInput={(end) => onType({ end })}
          input={{ type: "time", step: 1 }}
        />
      </div>
    </>
  );
}
