/** The repair notice: what may be wrong with a time, ends that evidence speaks for, and who treats decides. */
import { useSignal } from "@preact/signals";
import { type Doubt, doubtsOf, type Proposal } from "../../domain/repair";
import { instant, lengthText } from "../../domain/time";
import { spanOf } from "../../domain/timeline";
import type { VisitRecord } from "../../domain/visit";
import { slowNow } from "../../state/clock";
import { decide, decided, gapsKnown, touchesSeen } from "../../state/evidence";
import { when } from "../../state/patients";
import { correct } from "../../state/timing";
import { me, rows, vault, zone } from "../../state/vault";
import { StorageFault } from "../../storage";
import { Notice, Wrong } from "../../ui";
import { words as w } from "../../words";
import { clock as words } from "../../words/clock";
import { CorrectTime } from "./CorrectTime";
import "./repair.css";

export function Repair({ record }: { record: VisitRecord }) {
  const correcting = useSignal<Doubt | null>(null);
  const doubt = doubts(record).find((one) => !decided.value.includes(one.key));
  return (
    <>
      {doubt && <Asked doubt={doubt} onCorrect={() => (correcting.value = doubt)} />}
      {correcting.value && (
        <CorrectTime
          record={record}
          segmentId={correcting.value.segment.id}
          onClose={() => {
            if (correcting.value) decide(correcting.value.key);
            correcting.value = null;
          }}
        />
      )}
    </>
  );
}

function Asked({ doubt, onCorrect }: { doubt: Doubt; onCorrect: () => void }) {
  const wrong = useSignal<string | null>(null);
  const { segment, cause, from, to } = doubt;
  const length = lengthText((to - from) / 1000);
  async function take({ at }: Proposal): Promise<void> {
    const note = words.repair.note[cause];
    const reason = cause === "clock-set" ? ("other" as const) : ("forgot-to-stop" as const);
    try {
      await correct(segment, { ended_at: instant(at), reason, ...(note ? { note } : {}) });
      decide(doubt.key);
    } catch (fault) {
      if (!(fault instanceof StorageFault)) throw fault;
      wrong.value = w.notStored(w.storage[fault.kind]);
    }
  }
  return (
    <section class="repair" aria-label={words.repair.region}>
      <Notice
        tone="minding"
        icon="clock"
        actions={
          <div class="ends-offered">
            {doubt.proposals.map((one) => (
              <button key={one.kind} type="button" onClick={() => void take(one)}>
                <span>
                  {words.repair.end(when(instant(one.at)))}
                  <span class="small">{words.repair.because[one.kind]}</span>
                </span>
              </button>
            ))}
            <button type="button" onClick={onCorrect}>
              {words.repair.correct}
            </button>
            <button type="button" onClick={() => decide(doubt.key)}>
              {words.repair.keep}
            </button>
          </div>
        }
      >
        {words.repair.says[cause](segment.code, when(instant(from)), when(instant(to)), length)}
      </Notice>
      <Wrong>{wrong.value}</Wrong>
    </section>
  );
}

function doubts({ segments, visit }: VisitRecord): Doubt[] {
  const mine = me.value.clinician_id;
  const own = segments.filter((one) => one.clinician_id === mine);
  const appointment = rows.value.appointment.get(visit.appointment_id ?? "");
  const evidence = {
    gaps: gapsKnown(vault.value?.forSync.clockOffsetMs() ?? 0),
    touches: touchesSeen(),
    starts: [...rows.value.segment.values()]
      .filter((one) => one.clinician_id === mine && one.started_at >= (own[0]?.started_at ?? "~"))
      .map((one) => spanOf(one).from),
    visitEnd: visit.ended_at === null ? null : Date.parse(visit.ended_at),
    plannedEnd: appointment ? Date.parse(appointment.starts_at) + appointment.minutes * 60_000 : null,
  };
  return doubtsOf(own, evidence, zone.value, Math.max(slowNow.value, Date.now()));
}
