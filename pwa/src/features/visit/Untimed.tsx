/** Untimed codes: one tap asks for the minutes, the next stores them. */
import { useSignal } from "@preact/signals";
import { codeLabel, untimedCodes } from "../../domain/codes";
import type { Performer, UntimedRow } from "../../domain/types";
import type { VisitRecord } from "../../domain/visit";
import { recordUntimed, removeUntimed } from "../../state/recording";
import { ownPerformer } from "../../state/timing";
import { StorageFault } from "../../storage";
import { Chips, Dialog, Icon, Stepper, Wrong } from "../../ui";
import { words as w } from "../../words";

export function Untimed({ record }: { record: VisitRecord }) {
  const adding = useSignal<string | null>(null);
  const recorded = new Set(record.untimed.map((one) => one.code));
  return (
    <section class="sheet panel" id="untimed-codes" aria-label={w.untimed.title}>
      <h2>{w.untimed.title}</h2>
      <ul class="todo">
        {record.untimed.map((one) => (
          <Recorded key={one.id} one={one} />
        ))}
      </ul>
      <div class="add-codes">
        {untimedCodes(record.episode.discipline)
          .filter(({ code }) => !recorded.has(code))
          .map(({ code, label }) => (
            <button type="button" key={code} onClick={() => (adding.value = code)}>
              <Icon name="plus" />
              <span>{w.untimed.add(code)}</span>
              <span class="small second" aria-hidden="true">
                {label}
              </span>
            </button>
          ))}
      </div>
      {adding.value && (
        <AddUntimed visitId={record.visit.id} code={adding.value} onClose={() => (adding.value = null)} />
      )}
    </section>
  );
}

function Recorded({ one }: { one: UntimedRow }) {
  return (
    <li class="row">
      <span class="grow">
        <b>{one.code}</b> {w.time.minutes(one.minutes)}
      </span>
      <button type="button" class="plain" onClick={() => void removeUntimed(one.id)}>
        {w.untimed.remove}
        <span class="unseen"> {one.code}</span>
      </button>
    </li>
  );
}

const PERFORMERS: readonly Performer[] = ["therapist", "assistant", "together"];
const DAY_MINUTES = 480;

function AddUntimed({ visitId, code, onClose }: { visitId: string; code: string; onClose: () => void }) {
  const minutes = useSignal<number | null>(null);
  const performer = useSignal<Performer>(ownPerformer());
  const wrong = useSignal<string | null>(null);
  async function save() {
    if (minutes.value === null) {
      wrong.value = w.untimed.minutesNeeded;
      return;
    }
    try {
      await recordUntimed(visitId, code, minutes.value, performer.value);
      onClose();
    } catch (cause) {
      if (!(cause instanceof StorageFault)) throw cause;
      wrong.value = w.notStored(w.storage[cause.kind]);
    }
  }
  return (
    <Dialog
      narrow
      title={w.untimed.add(code)}
      under={codeLabel(code)}
      close={w.cancel}
      onClose={onClose}
      foot={
        <button type="button" class="main wide" onClick={() => void save()}>
          {w.untimed.record(code)}
        </button>
      }
    >
      <div class="stack">
        <div>
          <p class="label" aria-hidden="true">
            {w.untimed.minutes}
          </p>
          <Stepper
            label={w.untimed.minutes}
            value={minutes.value}
            max={DAY_MINUTES}
            words={w.stepper}
            onChange={(value) => (minutes.value = value)}
          />
          <Wrong>{wrong.value}</Wrong>
        </div>
        <div>
          <p class="label" aria-hidden="true">
            {w.clock.treating}
          </p>
          <Chips
            label={w.clock.treating}
            options={PERFORMERS.map((value) => ({ value, label: w.performer[value] }))}
            chosen={performer.value}
            onChoose={(value) => (performer.value = value ?? performer.value)}
          />
        </div>
      </div>
    </Dialog>
  );
}
