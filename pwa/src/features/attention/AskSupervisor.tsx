/** Asking a supervisor about something that was refused: the server has a copy, and shows it with the question. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useDraft } from "../../state/draft";
import { ApiFault, call } from "../../sync";
import { Area, Dialog, Wrong } from "../../ui";
import { attention as words } from "../../words/attention";
import { guarded } from "./guarded";

/** A question and its answer, by the id of the mutation. */
export interface Help {
  question: string;
  answer: string | null;
  answeredBy: string;
}

interface Listed {
  id: string;
  mutation_id: string | null;
  asked_at: string | null;
}
interface Opened extends Listed {
  question: string | null;
  answer: string | null;
  answered_by_name: string | null;
}

/** What was asked about these mutations, when the server can be reached; renewed with the page. */
export function useHelp(mutationIds: readonly string[]) {
  const help = useSignal<ReadonlyMap<string, Help>>(new Map());
  const key = mutationIds.join();
  useEffect(() => {
    if (key !== "") void read(key.split(",")).then((found) => (help.value = found), unreached);
  }, [key]);
  return help;
}

async function read(wanted: readonly string[]): Promise<ReadonlyMap<string, Help>> {
  const { quarantined } = await call<{ quarantined: Listed[] }>("GET", "/api/quarantine");
  const asked = quarantined.filter((one) => one.asked_at && wanted.includes(one.mutation_id ?? ""));
  const opened = await Promise.all(asked.map((one) => call<Opened>("GET", `/api/quarantine/${one.id}`)));
  return new Map(
    opened.map((one) => [
      one.mutation_id ?? "",
      { question: one.question ?? "", answer: one.answer, answeredBy: one.answered_by_name ?? "" },
    ]),
  );
}

/** Without the server the page says what the tablet knows. */
function unreached(cause: unknown): void {
  if (!(cause instanceof ApiFault)) throw cause;
}

/** Where a question waits that was not sent yet. */
export function askKey(mutationId: string): string {
  return `ask:${mutationId}`;
}

export function AskSupervisor({ mutationId, onClose }: { mutationId: string; onClose: () => void }) {
  const form = useDraft(askKey(mutationId), { question: "" });
  const question = form.value.question.trim();
  const wrong = useSignal<string | null>(null);
  const sent = useSignal(false);
  const send = async () => {
    if (question === "") {
      wrong.value = words.ask.empty;
      return;
    }
    try {
      await call("POST", "/api/quarantine/ask", { mutation_id: mutationId, question });
      sent.value = true;
      await form.drop();
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause;
      wrong.value =
        cause.status === 404 ? words.ask.noCopy : cause.status === 401 ? words.ask.signIn : words.ask.offline;
    }
  };
  return (
    <Dialog
      narrow
      title={words.rejected.ask}
      under={words.ask.under}
      close={sent.value ? words.ask.done : words.ask.cancel}
      onClose={onClose}
      foot={
        !sent.value && (
          <button type="button" class="main wide" onClick={() => void guarded(wrong, send)}>
            {words.ask.send}
          </button>
        )
      }
    >
      {sent.value ? (
        <p role="status">{words.ask.sent}</p>
      ) : (
        <Area
          label={words.ask.question}
          rows={4}
          value={form.value.question}
          onInput={(typed) => form.change({ question: typed })}
        />
      )}
      <Wrong>{wrong.value}</Wrong>
    </Dialog>
  );
}
