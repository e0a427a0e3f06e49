/** Signed visits: those that wait, then those that were returned, then those accepted. */
import { dayText } from "../../domain/time";
import { Icon } from "../../ui";
import { desk as words } from "../../words/desk";
import type { ReviewListed } from "./api";

interface Props {
  queue: ReviewListed[] | null;
  visitId: string | null;
  open: (visitId: string) => void;
}

export function Queue({ queue, visitId, open }: Props) {
  const rest = (queue ?? []).filter((one) => one.state !== "waiting");
  const waiting = (queue ?? []).filter((one) => one.state === "waiting");
  const part = (rows: readonly ReviewListed[]) => (
    <ul class="queue">
      {rows.map((one) => (
        <Row key={one.visit_id} one={one} here={one.visit_id === visitId} open={open} />
      ))}
    </ul>
  );
  return (
    <nav aria-label={words.review.signed}>
      <div class="head pad">
        <h2>{words.review.signed}</h2>
        {queue && <span class="second">{words.review.waiting(waiting.length)}</span>}
      </div>
      {queue === null && (
        <div class="pale pad" role="status" aria-label={words.loading}>
          <i />
          <i />
        </div>
      )}
      {queue && waiting.length === 0 && (
        <p class="empty">
          {words.review.empty} {words.review.emptyHelp}
        </p>
      )}
      {part(waiting)}
      {rest.length > 0 && (
        <>
          <h2 class="pad">{words.review.returned}</h2>
          {part(rest.filter((one) => one.state !== "accepted"))}
          <h2 class="pad">{words.review.accepted}</h2>
          {part(rest.filter((one) => one.state === "accepted"))}
        </>
      )}
    </nav>
  );
}

function Row({ one, here, open }: { one: ReviewListed; here: boolean; open: (visitId: string) => void }) {
  const path = `/review/${one.visit_id}`;
  return (
    <li>
      <a
        href={path}
        aria-current={here ? "true" : undefined}
        onClick={(event) => {
          event.preventDefault();
          open(one.visit_id);
        }}
      >
        <b class="firm">{one.patient_name}</b>
        <span class="small second">{dayText(one.date_of_service)}</span>
        <span class="small second">
          {one.clinician_name}, {one.credentials}
        </span>
        <State one={one} />
      </a>
    </li>
  );
}

function State({ one }: { one: ReviewListed }) {
  if (one.adverse)
    return (
      <span class="tag bad">
        <Icon name="mind" /> {words.review.adverse}
      </span>
    );
  if (one.state === "answered")
    return (
      <span class="tag good">
        <Icon name="check" /> {words.review.answered}
      </span>
    );
  if (one.corrections > 0) return <span class="kind mark">{words.review.corrections(one.corrections)}</span>;
  return <span />;
}
