/**
 * The counter: one big thing to tap, what is counted, and the treatment clock below it.
 *
 * Each tap is stored before it shows, so a lock, a reload or a call loses none.
 */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { nextCue, tallyOf } from "../../domain/counter";
import type { VisitRecord } from "../../domain/visit";
import { now } from "../../state/clock";
import { birthDate, fullName } from "../../state/patients";
import { go } from "../../state/route";
import { recordOf } from "../../state/visits";
import { StorageFault } from "../../storage";
import { Notice, Wrong } from "../../ui";
import { words as w } from "../../words";
import { counter as words } from "../../words/counter";
import { Page } from "../shell/Page";
import { TopBar } from "../shell/TopBar";
import { RunningBar } from "../timing/RunningBar";
import { Counted } from "./Counted";
import { type Counting, dropCounter, keepCounter, openCounter } from "./counting";
import { giveCue, readySound } from "./cue";
import { PlanOf } from "./PlanOf";
import { TapArea } from "./TapArea";
import "./counter.css";

export default function CounterPage({ visitId }: { visitId: string }) {
  const record = recordOf(visitId);
  const back = { href: `/visit/${visitId}`, label: words.back };
  if (!record || record.visit.status === "signed") {
    return (
      <Page title={w.visit.unknown} back={back}>
        <Notice>{record ? words.signed : w.visit.unknownUnder}</Notice>
      </Page>
    );
  }
  return <Counter record={record} back={back} />;
}

/** Two taps so near are one: a glove bounces. */
const BOUNCE_MS = 250;

function Counter({ record, back }: { record: VisitRecord; back: { href: string; label: string } }) {
  const { visit, patient } = record;
  const counting = useSignal<Counting>(openCounter(record));
  /** With taps that are still being stored: the next tap adds to it, or it would take their place. */
  const newest = useRef<Counting>(counting.peek());
  const finished = useSignal(false);
  const wrong = useSignal<string | null>(null);
  const { plan, facts } = counting.value;
  const tally = tallyOf(plan, facts, Math.max(now.value, facts.at(-1)?.at ?? 0));
  const cue = nextCue(tally);
  const told = useSignal<"hold" | "rest" | null>(null);

  useEffect(() => {
    if (!cue) return;
    const timer = setTimeout(
      () => {
        giveCue(cue.kind);
        told.value = cue.kind;
        now.value = Date.now();
      },
      Math.max(0, cue.at - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [cue?.kind, cue?.at]);

  async function change(changed: Partial<Counting>): Promise<void> {
    const next = { ...newest.current, ...changed };
    newest.current = next;
    try {
      await keepCounter(visit.id, next);
      counting.value = next;
      wrong.value = null;
    } catch (fault) {
      if (!(fault instanceof StorageFault)) throw fault;
      if (newest.current === next) newest.current = counting.value;
      wrong.value = w.notStored(w.storage[fault.kind]);
    }
  }
  function add(kind: "tap" | "set"): void {
    readySound();
    told.value = null;
    const at = Date.now();
    const known = newest.current.facts;
    if (at - (known.at(-1)?.at ?? 0) < BOUNCE_MS) return;
    void change({ facts: [...known, { kind, at }] });
  }
  async function discard(): Promise<void> {
    await dropCounter(visit.id);
    go(back.href, { instead: true });
  }
  const over = finished.value || tally.complete;
  return (
    <div class="counter">
      <TopBar
        title={words.title}
        under={`${fullName(patient)} · ${w.born(birthDate(patient))}`}
        back={back}
      />
      <main>
        {over ? (
          <Counted
            record={record}
            counting={counting.value}
            tally={tally}
            onChange={(interventionId) => void change({ interventionId })}
            onMore={tally.complete ? null : () => (finished.value = false)}
            onDiscard={() => void discard()}
          />
        ) : (
          <>
            <TapArea plan={plan} tally={tally} onTap={() => add("tap")} />
            <p class="unseen" role="status">
              {told.value && words.told[told.value]}
            </p>
            <div class="beside">
              <button
                type="button"
                onClick={() => add("set")}
                aria-disabled={tally.reps === 0 && !tally.holding}
              >
                {words.setDone}
              </button>
              <button
                type="button"
                aria-disabled={facts.length === 0}
                onClick={() => void change({ facts: newest.current.facts.slice(0, -1) })}
              >
                {words.undo}
              </button>
              <button type="button" class="outlined" onClick={() => (finished.value = true)}>
                {words.finish}
              </button>
            </div>
            <PlanOf record={record} counting={counting.value} onChange={(changed) => void change(changed)} />
          </>
        )}
        <Wrong>{wrong.value}</Wrong>
      </main>
      <RunningBar visitLink={false} />
    </div>
  );
}
