/** A visit that its reviewer returned: each comment with a field for the answer. */
import { useSignal } from "@preact/signals";
import { clockTime, dayIn, dayText } from "../../domain/time";
import type { CommentRow } from "../../domain/types";
import { answerComment } from "../../state/recording";
import { openVault, zone } from "../../state/vault";
import { Area, Wrong } from "../../ui";
import { attention as words } from "../../words/attention";
import { guarded, told } from "./guarded";
import { PatientLine } from "./PatientLine";

export function ReturnedCase({ visitId, comments }: { visitId: string; comments: readonly CommentRow[] }) {
  return (
    <section class="sheet case" aria-label={words.returned.title}>
      <div class="top">
        <div class="grow">
          <h2>{words.returned.title}</h2>
          <PatientLine visitId={visitId} at={comments[0]?.at ?? ""} />
        </div>
        <a class="button" href={`/visit/${visitId}`}>
          {words.returned.open}
        </a>
      </div>
      {comments.map((one) => (
        <CommentAsked key={one.id} comment={one} />
      ))}
    </section>
  );
}

function CommentAsked({ comment }: { comment: CommentRow }) {
  const key = `answer:${comment.id}`;
  const text = useSignal(String(openVault().draft(key) ?? ""));
  const fault = useSignal<string | null>(null);
  const at = Date.parse(comment.at);
  const send = async () => {
    const typed = text.value.trim();
    if (typed === "") fault.value = words.returned.empty;
    else await guarded(fault, () => answerComment(comment.id, typed, key));
  };
  const facts = [
    comment.field && words.returned.on(comment.field),
    comment.by_name,
    `${dayText(dayIn(zone.value, at))} ${clockTime(zone.value, at)}`,
  ];
  return (
    <div class="panel asked">
      <p class="small second">{facts.filter(Boolean).join(" · ")}</p>
      <p class="text">{comment.text}</p>
      <Area
        label={words.returned.answer}
        value={text.value}
        onInput={(typed) => {
          text.value = typed;
          void told(fault, () => openVault().saveDraft(key, typed));
        }}
      />
      <Wrong>{fault.value}</Wrong>
      <button type="button" onClick={() => void send()}>
        {words.returned.send}
      </button>
    </div>
  );
}
