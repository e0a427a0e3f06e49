/** The visit as a strip of time with a playhead, and the moments to step through. */
import { codeLabel } from "../../domain/codes";
import { at, clockSeconds, clockTime } from "../../domain/time";
import { Icon } from "../../ui";
import { desk as words } from "../../words/desk";
import type { ReviewPageData } from "./api";
import type { Moment } from "./moments";

interface Stretch {
  from: number;
  to: number;
  className: string;
  label: string;
}

/** Stretches of the visit by time: codes, pauses and gaps. */
function stretches(data: ReviewPageData): Stretch[] {
  const counted = data.segments.filter((one) => one.ended_at !== null && !one.removed);
  const made: Stretch[] = [];
  counted.forEach((one, i) => {
    const before = counted[i - 1];
    const from = at(one.started_at);
    const last = made.at(-1);
    if (last && from > last.to) {
      const paused = before?.recorded.ended_because === "pause";
      made.push({ from: last.to, to: from, className: paused ? "gap pause" : "gap", label: "" });
    }
    const assistant = one.performer === "assistant" ? " assistant" : "";
    made.push({
      from,
      to: at(one.ended_at ?? one.started_at),
      className: `c${one.code}${assistant}`,
      label: one.code,
    });
  });
  return made;
}

export function ReplayRibbon({
  data,
  zone,
  moment,
}: {
  data: ReviewPageData;
  zone: string;
  moment: Moment | null;
}) {
  const parts = stretches(data);
  const [first, last] = [parts[0], parts.at(-1)];
  if (!first || !last) return null;
  const whole = Math.max(1, last.to - first.from);
  const place = moment ? Math.min(100, Math.max(0, ((moment.at - first.from) / whole) * 100)) : null;
  const told = parts
    .filter((part) => part.label)
    .map((part) => `${clockTime(zone, part.from)} ${codeLabel(part.label)}`)
    .join(", ");
  return (
    <section class="sheet replay" aria-label={words.review.replay}>
      <div class="ribbon" role="img" aria-label={`${told}, ${clockTime(zone, last.to)}`}>
        {moment && place !== null && (
          <b class="playhead" data-at={clockTime(zone, moment.at)} style={{ left: `${place}%` }} />
        )}
        {parts.map((part) => (
          <span
            key={part.from}
            class={`${part.className}${part.to - part.from < whole / 12 ? " tight" : ""}`}
            style={{ "--w": String(Math.max(1, Math.round((part.to - part.from) / 1000))) }}
          >
            {part.to - part.from < whole / 12 ? "" : part.label}
          </span>
        ))}
      </div>
      <div class="ticks" aria-hidden="true">
        <span>{clockTime(zone, first.from)}</span>
        <span>{clockTime(zone, last.to)}</span>
      </div>
    </section>
  );
}

interface MomentsProps {
  moments: readonly Moment[];
  zone: string;
  chosen: string | null;
  choose: (key: string) => void;
}

export function Moments({ moments, zone, chosen, choose }: MomentsProps) {
  return (
    <ol class="sheet moments" aria-label={words.review.moments}>
      {moments.map((one) => (
        <li key={one.key}>
          <button
            type="button"
            class="moment"
            aria-pressed={one.key === chosen}
            onClick={() => choose(one.key)}
          >
            <time>{clockSeconds(zone, one.at)}</time>
            <Icon name={one.kind} />
            <span>
              {one.text}
              {one.provenance && (
                <span class={`prov ${one.provenance}`}>{words.moment.provenance[one.provenance]}</span>
              )}
              {one.second && <span class="second block">{one.second}</span>}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}
