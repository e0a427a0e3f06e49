/**
 * A stopwatch for tests that are a time.
 *
 * The time is the difference of two instants, never a count of ticks: a tablet that
 * slept or a page that was loaded anew shows the right time. The figures on screen are
 * renewed for the eye only.
 */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Icon } from "../../ui";
import { measures as m } from "../../words/measures";

interface StopwatchProps {
  name: string;
  /** In ms since 1970; null while it does not run. */
  startedAt: number | null;
  onStart: (at: number) => void;
  onStop: (ms: number) => void;
  onDiscard: () => void;
}

const RENEW_MS = 100;

export function Stopwatch({ name, startedAt, onStart, onStop, onDiscard }: StopwatchProps) {
  const now = useSignal(Date.now());
  useEffect(() => {
    if (startedAt === null) return;
    const timer = setInterval(() => (now.value = Date.now()), RENEW_MS);
    return () => clearInterval(timer);
  }, [startedAt]);
  if (startedAt === null) {
    return (
      <button type="button" class="watch" onClick={() => onStart(Date.now())}>
        <Icon name="play" />
        {m.start(name)}
      </button>
    );
  }
  return (
    <div class="watching">
      <button
        type="button"
        class="watch running"
        aria-label={m.stop(name)}
        onClick={() => onStop(Date.now() - startedAt)}
      >
        <span class="digits">{secondsText(Math.max(0, now.value - startedAt))}</span>
        <span class="ends">
          <Icon name="stop" />
          {m.stop(name)}
        </span>
      </button>
      <button type="button" class="plain" onClick={onDiscard}>
        {m.discard}
      </button>
    </div>
  );
}

/** "7.3", "1:02.4". */
export function secondsText(ms: number): string {
  const tenths = Math.floor(ms / 100);
  const [minutes, seconds] = [Math.floor(tenths / 600), ((tenths % 600) / 10).toFixed(1)];
  return minutes === 0 ? seconds : `${minutes}:${seconds.padStart(4, "0")}`;
}
