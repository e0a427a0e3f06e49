/** What was counted, in pencil until the tap that puts it into the dose. */
import { useSignal } from "@preact/signals";
import { countedDose, type Tally } from "../../domain/counter";
import { doseFigures } from "../../domain/dose";
import type { VisitRecord } from "../../domain/visit";
import { go } from "../../state/route";
import { StorageFault } from "../../storage";
import { Chips, Icon, Wrong } from "../../ui";
import { words as w } from "../../words";
import { counter as words } from "../../words/counter";
import { type Counting, stampDose } from "./counting";

interface CountedProps {
  record: VisitRecord;
  counting: Counting;
  tally: Tally;
  onChange: (interventionId: string | null) => void;
  /** Null when the plan is complete. */
  onMore: (() => void) | null;
  onDiscard: () => void;
}

export function Counted({ record, counting, tally, onChange, onMore, onDiscard }: CountedProps) {
  const wrong = useSignal<string | null>(null);
  const { plan, interventionId } = counting;
  const dose = countedDose(plan, tally);
  const sets = tally.reps > 0 ? [...tally.sets, tally.reps] : tally.sets;
  const one = record.interventions.find(({ id }) => id === interventionId);
  const name = (technique: string, code: string) => technique || w.visit.unnamed(code);
  async function stamp(): Promise<void> {
    try {
      go(await stampDose(record, one?.id ?? null, dose), { instead: true });
    } catch (fault) {
      if (!(fault instanceof StorageFault)) throw fault;
      wrong.value = w.notStored(w.storage[fault.kind]);
    }
  }
  return (
    <section class="sheet panel counted" aria-label={words.done}>
      <h2>{words.done}</h2>
      {sets.length === 0 ? (
        <p class="second">{words.none}</p>
      ) : (
        <>
          <p class="dose-counted">{doseFigures(dose)}</p>
          <p class="second small">{words.each(sets)}</p>
          {tally.holds.length > 0 && <p class="second small">{words.holds(tally.holds)}</p>}
          <Chips
            label={words.for}
            options={[
              ...record.interventions.map(({ id, technique, code }) => ({
                value: id,
                label: name(technique, code),
              })),
              { value: "", label: words.notYet },
            ]}
            chosen={one?.id ?? ""}
            onChoose={(id) => onChange(id || null)}
          />
          <Wrong>{wrong.value}</Wrong>
          <button type="button" class="main" onClick={() => void stamp()}>
            <Icon name="check" />
            {one ? words.stamp(name(one.technique, one.code)) : words.stampNew}
          </button>
        </>
      )}
      <div class="row">
        {onMore && (
          <button type="button" onClick={onMore}>
            {words.more}
          </button>
        )}
        <button type="button" onClick={onDiscard}>
          {words.discard}
        </button>
      </div>
    </section>
  );
}
