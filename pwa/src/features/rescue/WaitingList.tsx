/** What waits on the server: refused changes with their questions, and sealed work. For supervisors. */
import { useSignal } from "@preact/signals";
import { at, dateText, dayIn } from "../../domain/time";
import type { MutationKind } from "../../domain/types";
import { ApiFault, call } from "../../sync";
import { Area, Wrong } from "../../ui";
import { attention } from "../../words/attention";
import { rescue } from "../../words/rescue";
import { recorded } from "../attention/recorded";

const words = rescue.quarantine;

export interface Listed {
  id: string;
  clinician_name: string;
  kind: string;
  reason: { title: string; detail?: string; numbers?: number[] };
  received_at: string;
  asked_at: string | null;
  answered_at: string | null;
}

interface Opened {
  reason: Listed["reason"];
  mutation: { data: Record<string, unknown> } | null;
  question: string | null;
  answer: string | null;
  answered_by_name: string | null;
}

interface ListProps {
  waiting: readonly Listed[];
  zone: string;
  onDone: () => void;
}

export function WaitingList({ waiting, zone, onDone }: ListProps) {
  return (
    <section class="sheet panel stack" aria-labelledby="waiting-list">
      <h2 id="waiting-list">{words.title}</h2>
      {waiting.length === 0 && <p class="second">{words.empty}</p>}
      <ul class="todo waiting">
        {waiting.map((one) => (
          <WaitingRow key={one.id} one={one} zone={zone} onDone={onDone} />
        ))}
      </ul>
    </section>
  );
}

function WaitingRow({ one, zone, onDone }: { one: Listed; zone: string; onDone: () => void }) {
  const opened = useSignal<Opened | null>(null);
  const fault = useSignal<string | null>(null);
  const sealed = one.kind === "sealed";
  const guarded = async (act: () => Promise<void>) => {
    try {
      await act();
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause;
      fault.value = rescue.import.failed;
    }
  };
  const open = () =>
    guarded(async () => {
      opened.value = await call<Opened>("GET", `/api/quarantine/${one.id}`);
    });
  return (
    <li class="stack">
      <div class="row">
        <p class="grow">
          <b>{one.clinician_name}</b> · {sealed ? words.sealed(one.reason.numbers?.length ?? 0) : whatOf(one)}
          <span class="small second">
            {" "}
            {words.since(dateText(dayIn(zone, at(one.received_at))))}
            {sealed && ` · ${words.waitsForAuthor(one.clinician_name)}`}
          </span>{" "}
          {one.asked_at && !one.answered_at && <span class="tag">{words.asked}</span>}
        </p>
        {!sealed && (
          <button
            type="button"
            aria-expanded={opened.value !== null}
            onClick={() => {
              if (opened.value) opened.value = null;
              else void open();
            }}
          >
            {opened.value ? words.close : words.open}
            <span class="unseen"> {whatOf(one)}</span>
          </button>
        )}
      </div>
      {opened.value && (
        <Words
          opened={opened.value}
          who={one.clinician_name}
          zone={zone}
          answer={(text) =>
            void guarded(async () => {
              await call("POST", `/api/quarantine/${one.id}/answer`, { answer: text });
              await open();
              onDone();
            })
          }
          settle={() =>
            void guarded(async () => {
              await call("POST", `/api/quarantine/${one.id}/settle`, {});
              onDone();
            })
          }
        />
      )}
      <Wrong>{fault.value}</Wrong>
    </li>
  );
}

interface WordsProps {
  opened: Opened;
  who: string;
  zone: string;
  answer: (text: string) => void;
  settle: () => void;
}

function Words({ opened, who, zone, answer, settle }: WordsProps) {
  const typed = useSignal("");
  return (
    <div class="stack">
      <p class="red firm">{[opened.reason.title, opened.reason.detail].filter(Boolean).join(". ")}</p>
      <dl class="facts">
        {recorded(opened.mutation?.data ?? {}, zone).flatMap(({ name, text }) => [
          <dt key={`${name}-name`}>{name}</dt>,
          <dd key={name}>{text}</dd>,
        ])}
      </dl>
      {opened.question && (
        <>
          <p class="small second">{words.question(who)}</p>
          <p>{opened.question}</p>
        </>
      )}
      {opened.answer && (
        <>
          <p class="small second">{words.answered(opened.answered_by_name ?? "")}</p>
          <p class="firm">{opened.answer}</p>
        </>
      )}
      {opened.question && !opened.answer && (
        <>
          <Area label={words.answer} value={typed.value} onInput={(text) => (typed.value = text)} />
          <button
            type="button"
            class="outlined"
            aria-disabled={typed.value.trim() === ""}
            onClick={() => typed.value.trim() && answer(typed.value.trim())}
          >
            {words.send}
          </button>
        </>
      )}
      <div class="row">
        <p class="grow small second">
          {words.settleHelp} {words.opened}
        </p>
        <button type="button" onClick={settle}>
          {words.settle}
        </button>
      </div>
    </div>
  );
}

function whatOf({ kind }: Listed): string {
  if (kind === "words.leave") return words.left;
  return words.refused(attention.kinds[kind as MutationKind] ?? kind);
}
