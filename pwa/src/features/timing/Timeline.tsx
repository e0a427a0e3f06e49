/**
 * The timeline: the visit's stretches to scale, the chosen one with two edges to drag.
 *
 * Arrow keys move an edge by a minute, with Shift by five. What was first recorded lies
 * below in pencil. Typing the times is the equal of it.
 */
import { useRef } from "preact/hooks";
import type { EffectiveSegment } from "../../domain/segment";
import { clockSeconds } from "../../domain/time";
import { dragged, type Edge, limits, MINUTE_MS, type Span, spanOf, stepped } from "../../domain/timeline";
import { timeOf } from "../../state/patients";
import { zone } from "../../state/vault";
import { clock as words } from "../../words/clock";
import "./timeline.css";

interface TimelineProps {
  segments: readonly EffectiveSegment[];
  /** The chosen one, or null for one that is about to be added. */
  chosen: EffectiveSegment | null;
  code: string;
  span: Span;
  /** Whom the edges may not touch. */
  others: readonly EffectiveSegment[];
  now: number;
  onMove: (edge: Edge, at: number) => void;
}

interface Scale {
  from: number;
  to: number;
}

export function Timeline({ segments, chosen, code, span, others, now, onMove }: TimelineProps) {
  const strip = useRef<HTMLDivElement>(null);
  const scale = useRef<Scale | null>(null);
  scale.current = scaleFor(scale.current, [...segments.map(spanOf), span], now);
  const { from, to } = scale.current;
  const place = (at: number) => `${((at - from) / (to - from)) * 100}%`;
  const length = (one: Span) => `${(((one.to ?? now) - one.from) / (to - from)) * 100}%`;
  const lies = (one: Span) => ({ "--x": place(one.from), "--w": length(one) });
  const timeAt = (x: number): number => {
    const box = strip.current?.getBoundingClientRect();
    return box ? from + ((x - box.left) / box.width) * (to - from) : from;
  };
  const neighbours = others.map(spanOf);
  const edge = (which: Edge) => (
    <Handle
      edge={which}
      code={code}
      at={which === "start" ? span.from : (span.to ?? now)}
      x={place(which === "start" ? span.from : (span.to ?? now))}
      limits={limits(which, span, neighbours, now)}
      timeAt={timeAt}
      onDrag={(at) => onMove(which, dragged(which, at, span, neighbours, now))}
      onStep={(minutes) => onMove(which, stepped(which, minutes, span, neighbours, now))}
    />
  );
  const moved = chosen && differs(spanOf(chosen.recorded), span);
  return (
    <div class="timeline">
      <div class="strip" ref={strip}>
        {segments
          .filter((one) => one.id !== chosen?.id)
          .map((one) => (
            <span key={one.id} class={`other c${one.code}`} style={lies(spanOf(one))}>
              {one.code}
            </span>
          ))}
        <span class={`chosen c${code}`} style={lies(span)}>
          {code}
        </span>
        {moved && <span class="recorded" style={lies(spanOf(chosen.recorded))} />}
        {edge("start")}
        {edge("end")}
      </div>
      <p class="ends second small" aria-hidden="true">
        <span>{timeOf(from)}</span>
        {moved && <span class="pencilled">{words.timeline.recorded}</span>}
        <span>{timeOf(to)}</span>
      </p>
    </div>
  );
}

function differs(a: Span, b: Span): boolean {
  return a.from !== b.from || (a.to !== null && a.to !== b.to);
}

/** The scale stays while an edge moves within it, so that nothing slides under the finger. */
function scaleFor(known: Scale | null, spans: readonly Span[], now: number): Scale {
  const from = Math.min(...spans.map((one) => one.from));
  const to = Math.max(...spans.map((one) => one.to ?? now));
  if (known && from >= known.from && to <= known.to) return known;
  const room = Math.max(5 * MINUTE_MS, (to - from) * 0.15);
  return { from: from - room, to: to + room };
}

interface HandleProps {
  edge: Edge;
  code: string;
  at: number;
  x: string;
  limits: [number, number];
  timeAt: (x: number) => number;
  onDrag: (at: number) => void;
  onStep: (minutes: number) => void;
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };

function Handle({ edge, code, at, x, limits: [least, most], timeAt, onDrag, onStep }: HandleProps) {
  /** How far from the edge the finger took hold, in ms; null while nothing is dragged. */
  const grip = useRef<number | null>(null);
  return (
    <div
      class={`edge ${edge}`}
      style={{ "--x": x }}
      role="slider"
      tabIndex={0}
      aria-label={words.timeline.edge[edge](code)}
      aria-orientation="horizontal"
      aria-valuemin={Math.floor((Number.isFinite(least) ? least : at) / 1000)}
      aria-valuemax={Math.floor(most / 1000)}
      aria-valuenow={Math.floor(at / 1000)}
      aria-valuetext={clockSeconds(zone.value, at)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.focus();
        grip.current = timeAt(event.clientX) - at;
      }}
      onPointerMove={(event) => {
        if (grip.current !== null) onDrag(timeAt(event.clientX) - grip.current);
      }}
      onPointerUp={() => {
        grip.current = null;
      }}
      onPointerCancel={() => {
        grip.current = null;
      }}
      onKeyDown={(event) => {
        const step = STEPS[event.key];
        if (!step) return;
        event.preventDefault();
        onStep(event.shiftKey ? step * 5 : step);
      }}
    >
      <b>{timeOf(at)}</b>
    </div>
  );
}
