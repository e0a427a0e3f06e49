/** Region "Time": the ribbon, minutes per code, the two totals, and the way to correct them. */
import { useSignal } from "@preact/signals";
import { isTimed } from "../../domain/codes";
import type { VisitRecord } from "../../domain/visit";
import { slowNow } from "../../state/clock";
import { Ribbon } from "../../ui";
import { words as w } from "../../words";
import { counter } from "../../words/counter";
import { CorrectTime } from "../timing/CorrectTime";
import { Presence } from "./Presence";
import { stretchesOf, stretchesText } from "./stretches";

export function TimeRegion({ record }: { record: VisitRecord }) {
  const correcting = useSignal(false);
  const { segments, untimed, minutes } = record;
  const signed = record.visit.status === "signed";
  const nothing = segments.length === 0 && untimed.length === 0;
  const at = Math.max(slowNow.value, Date.now());
  return (
    <section class="time sheet" aria-label={w.time.region}>
      {nothing ? (
        <p class="second">{w.time.none}</p>
      ) : (
        <Ribbon
          stretches={stretchesOf(segments, untimed, at, record.visit.status === "open")}
          label={stretchesText(segments, untimed)}
        />
      )}
      <div class="under-ribbon">
        <dl class="totals">
          {minutes.map((one) => (
            <Minutes key={one.code} code={one.code} minutes={one.minutes} />
          ))}
          {untimed.map((one) => (
            <Minutes key={one.id} code={one.code} minutes={one.minutes} />
          ))}
          <div class="sum">
            <dt>{w.time.totalTimed}</dt>
            <dd>
              {record.total_timed_minutes} <small>{w.time.min}</small>
            </dd>
          </div>
          <div>
            <dt>{w.time.totalTreatment}</dt>
            <dd>
              {record.total_treatment_minutes} <small>{w.time.min}</small>
            </dd>
          </div>
        </dl>
        {!signed && record.visit.status !== "void" && (
          <a class="button correct" href={`/visit/${record.visit.id}/count`}>
            {counter.open}
          </a>
        )}
        {record.visit.status !== "void" && (
          <button
            type="button"
            class="correct"
            aria-disabled={segments.length === 0 && signed}
            onClick={() => {
              correcting.value = segments.length > 0 || !signed;
            }}
          >
            {w.time.correct}
          </button>
        )}
      </div>
      {!signed && record.visit.status !== "void" && <Presence record={record} />}
      {correcting.value && <CorrectTime record={record} onClose={() => (correcting.value = false)} />}
    </section>
  );
}

function Minutes({ code, minutes }: { code: string; minutes: number }) {
  return (
    <div>
      <dt>
        <span class={`swatch ${isTimed(code) ? `c${code}` : "untimed"}`} /> {code}
      </dt>
      <dd>
        {minutes} <small>{w.time.min}</small>
      </dd>
    </div>
  );
}
