/** The right-hand pane: lines with their reasons, comments, and the two things a supervisor can do. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { at, clockTime, dayIn, dayText } from "../../domain/time";
import { Icon } from "../../ui";
import { billing } from "../../words/billing";
import { desk as words } from "../../words/desk";
import { BillingResultView } from "../billing/BillingResultView";
import type { Remark, ReviewPageData } from "./api";
import type { Moment } from "./moments";

interface Props {
  data: ReviewPageData;
  zone: string;
  moment: Moment | null;
  busy: boolean;
  accept: () => void;
  returnWith: (comments: Remark[]) => void;
}

export function Judgement({ data, zone, moment, busy, accept, returnWith }: Props) {
  return (
    <aside aria-label={words.review.billing}>
      <DayState data={data} zone={zone} />
      {data.visit.status === "signed" ? (
        <Deciding
          data={data}
          zone={zone}
          moment={moment}
          busy={busy}
          accept={accept}
          returnWith={returnWith}
        />
      ) : (
        <div class="comments">
          <Said data={data} zone={zone} />
          <p class="small second">{words.review.notSigned}</p>
        </div>
      )}
    </aside>
  );
}

function Said({ data, zone }: Pick<Props, "data" | "zone">) {
  return (
    <>
      <h3>{words.review.comments}</h3>
      {data.comments.map((one) => (
        <div class="comment" key={one.id}>
          <p class="small second">
            {[one.field, one.by_name, `${dayText(dayIn(zone, at(one.at)))} ${clockTime(zone, at(one.at))}`]
              .filter(Boolean)
              .join(" · ")}
          </p>
          <p>{one.text}</p>
          <p class={one.answer ? "" : "small second"}>{one.answer ?? words.review.noAnswer}</p>
        </div>
      ))}
    </>
  );
}

function Deciding({ data, zone, moment, busy, accept, returnWith }: Props) {
  const text = useSignal("");
  const asked = useSignal(false);
  const comment = useRef<HTMLTextAreaElement>(null);
  const field = moment?.field ?? null;
  const send = () => {
    asked.value = text.value.trim() === "";
    if (asked.value) return comment.current?.focus(); // it may lie out of sight
    returnWith([{ field, text: text.value.trim() }]);
    text.value = "";
  };
  return (
    <>
      <div class="comments">
        <Said data={data} zone={zone} />
        <label class="label" for="comment">
          {field ? words.review.commentOn(field) : words.review.comment}
        </label>
        <textarea
          ref={comment}
          id="comment"
          class="field"
          rows={3}
          value={text.value}
          aria-invalid={asked.value}
          aria-describedby={asked.value ? "comment-help" : undefined}
          onInput={(input) => {
            text.value = input.currentTarget.value;
          }}
        />
        {asked.value && (
          <p class="red" id="comment-help" role="alert">
            {words.review.needComment}
          </p>
        )}
      </div>
      <div class="acts">
        {data.review.state !== "waiting" && <StateTag state={data.review.state} />}
        <button type="button" disabled={busy} onClick={send}>
          <Icon name="comment" /> {words.review.return}
        </button>
        <button
          type="button"
          class="main"
          disabled={busy || data.review.state === "accepted"}
          onClick={accept}
        >
          <Icon name="check" /> {words.review.accept}
        </button>
        <p class="small second keys">{words.review.keys}</p>
      </div>
    </>
  );
}

function StateTag({ state }: { state: ReviewPageData["review"]["state"] }) {
  if (state === "accepted")
    return (
      <p class="tag good" role="status">
        <Icon name="check" /> {words.review.done.accepted}
      </p>
    );
  return (
    <p class="tag" role="status">
      {state === "answered" ? words.review.answered : words.review.done.returned}
    </p>
  );
}

function DayState({ data, zone }: { data: ReviewPageData; zone: string }) {
  const day = data.service_day;
  const revision = day?.revision;
  return (
    <section aria-label={billing.title}>
      <div class="head pad">
        <h3>{billing.title}</h3>
        {day?.state === "final" && (
          <span class="tag good">
            <Icon name="check" /> {billing.final}
          </span>
        )}
        {day && day.state !== "final" && <span class="tag">{billing.held}</span>}
      </div>
      {day && revision && (
        <p class="small second pad">
          {billing.revision(day.policy_label, revision.number)} · {clockTime(zone, at(revision.finalized_at))}
        </p>
      )}
      {day && day.waits_for.length > 0 && (
        <ul class="told">
          {day.waits_for.map((one) => (
            <li key={one.says}>{one.says}</li>
          ))}
        </ul>
      )}
      {revision && <BillingResultView result={revision.result} name="review" />}
    </section>
  );
}
