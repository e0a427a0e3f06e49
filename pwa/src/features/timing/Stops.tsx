/** Pause and Stop of what runs, wherever the clock stands. */
import { guarded, stop } from "../../state/timing";
import { Icon, tapping } from "../../ui";
import { words as w } from "../../words";

export function Stops({ code }: { code: string }) {
  return (
    <>
      <button type="button" aria-disabled={guarded.value} {...tapping(() => void stop("pause"))}>
        <Icon name="pause" />
        {w.clock.pause}
      </button>
      <button type="button" class="stop" aria-disabled={guarded.value} {...tapping(() => void stop("stop"))}>
        <Icon name="stop" />
        <span>
          {w.clock.stop}
          <span class="unseen"> {code}</span>
        </span>
      </button>
    </>
  );
}
