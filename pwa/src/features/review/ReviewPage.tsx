/**
 * Review: the queue of signed visits, one visit with everything, and the judgement.
 *
 * Read from the server and held in memory only. Nothing here changes what was
 * signed: a supervisor accepts it, or returns it with comments.
 */
import { useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { visitZone } from "../../domain/time";
import { desk as words } from "../../words/desk";
import {
  acceptVisit,
  listReviews,
  type Remark,
  type ReviewListed,
  type ReviewPageData,
  readReview,
  returnVisit,
} from "./api";
import { Judgement } from "./Judgement";
import { moments } from "./moments";
import { Queue } from "./Queue";
import { Moments, ReplayRibbon } from "./Replay";
import "./review.css";
import { Refused } from "./Refused";
import { SignedWords } from "./SignedWords";
import { VisitHead } from "./VisitHead";

interface Props {
  /** The visit in the address, or null for the queue alone. */
  visitId: string | null;
  open: (visitId: string) => void;
  /** Whose desk: "Noor Trial, PT · supervisor". */
  who: string;
  /** The Sync status, which stands on every screen. */
  sync: ComponentChildren;
  zone: string;
}

export default function ReviewPage({ visitId, open, who, sync, zone }: Props) {
  const queue = useSignal<ReviewListed[] | null>(null);
  const data = useSignal<ReviewPageData | null>(null);
  const chosen = useSignal<string | null>(null);
  const fault = useSignal<unknown>(null);
  const busy = useSignal(false);
  const wanted = useSignal(visitId);
  wanted.value = visitId;

  const attempt = async (work: () => Promise<void>) => {
    busy.value = true;
    try {
      await work();
      fault.value = null;
    } catch (problem) {
      fault.value = problem;
    }
    busy.value = false;
  };
  const load = () =>
    attempt(async () => {
      queue.value = await listReviews();
      const id = wanted.value;
      data.value = id === null ? null : await readReview(id);
    });
  useSignalEffect(() => {
    wanted.value;
    chosen.value = null;
    void load();
  });

  const accept = () => data.value && act(() => acceptVisit(data.value?.visit.id ?? ""));
  const act = (work: () => Promise<void>) => attempt(work).then(() => (fault.value ? undefined : load()));
  const step = (by: number) => {
    const ids = (queue.value ?? []).map((one) => one.visit_id);
    const next = ids[ids.indexOf(wanted.value ?? "") + by];
    if (next) open(next);
  };
  const keys = (event: KeyboardEvent) => {
    if (!event.altKey) return;
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "Enter") void accept();
    else return;
    event.preventDefault();
  };

  const whole = data.value;
  const here = whole ? visitZone(whole.visit, zone) : zone;
  const all = whole ? moments(whole, here) : [];
  const moment = all.find((one) => one.key === chosen.value) ?? null;
  const choose = (by: number) => {
    const next = all[(moment ? all.indexOf(moment) : -1) + by];
    if (next) chosen.value = next.key;
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys are shortcuts for buttons that stand on the page
    <div class={whole ? "desk" : "desk alone"} onKeyDown={keys}>
      <header class="bar">
        <div class="who">
          <h1>{words.review.title}</h1>
          <p>{who}</p>
        </div>
        {sync}
      </header>
      <Queue queue={queue.value} visitId={visitId} open={open} />
      <main>
        {fault.value !== null && <Refused problem={fault.value} again={() => void load()} />}
        {!whole && visitId === null && queue.value && <p class="empty">{words.review.choose}</p>}
        {whole && (
          <>
            <VisitHead data={whole} zone={here} previous={() => choose(-1)} next={() => choose(1)} />
            <ReplayRibbon data={whole} zone={here} moment={moment} />
            <Moments
              moments={all}
              zone={here}
              chosen={chosen.value}
              choose={(key) => {
                chosen.value = chosen.value === key ? null : key;
              }}
            />
            <SignedWords data={whole} moment={moment} />
          </>
        )}
      </main>
      {whole && (
        <Judgement
          data={whole}
          zone={here}
          moment={moment}
          busy={busy.value}
          accept={() => void accept()}
          returnWith={(comments: Remark[]) => void act(() => returnVisit(whole.visit.id, comments))}
        />
      )}
    </div>
  );
}
