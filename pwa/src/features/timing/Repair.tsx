/** The repair notice: time that the clinician may not have meant. It says what happened and offers; who treats decides. */
import { useSignal } from "@preact/signals";
import { seconds } from "../../domain/segment";
import type { VisitRecord } from "../../domain/visit";
import { gap, slowNow } from "../../state/clock";
import { timeOf } from "../../state/patients";
import { Notice } from "../../ui";
import { words as w } from "../../words";
import { CorrectTime } from "./CorrectTime";

const LONG_SECONDS = 4 * 3600;
const looked = new Set<string>();

interface Doubt {
  key: string;
  segmentId: string;
  says: string;
}

export function Repair({ record }: { record: VisitRecord }) {
  const correcting = useSignal<string | null>(null);
  const seen = useSignal(0);
  const doubt = doubts(record).find((one) => !looked.has(one.key));
  const settle = (key: string) => {
    looked.add(key);
    seen.value += 1;
  };
  return (
    <>
      {doubt && (
        <Notice
          tone="minding"
          icon="clock"
          actions={
            <div class="row">
              <button type="button" onClick={() => (correcting.value = doubt.segmentId)}>
                {w.repair.correct}
              </button>
              <button type="button" onClick={() => settle(doubt.key)}>
                {w.repair.right}
              </button>
            </div>
          }
        >
          {doubt.says}
        </Notice>
      )}
      {correcting.value && (
        <CorrectTime
          record={record}
          segmentId={correcting.value}
          onClose={() => {
            if (doubt) settle(doubt.key);
            correcting.value = null;
          }}
        />
      )}
    </>
  );
}

function doubts({ segments }: VisitRecord): Doubt[] {
  const found: Doubt[] = [];
  for (const one of segments) {
    if (seconds(one, slowNow.value) > LONG_SECONDS) {
      const hours = Math.floor(seconds(one, slowNow.value) / 3600);
      found.push({ key: `long:${one.id}`, segmentId: one.id, says: w.repair.long(one.code, hours) });
    }
    const passed = gap.value;
    const open = one.ended_at === null && passed !== null && Date.parse(one.started_at) < passed.to;
    if (open && passed) {
      const says = w.repair[passed.kind](one.code, timeOf(passed.from), timeOf(passed.to));
      found.push({ key: `gap:${passed.to}`, segmentId: one.id, says });
    }
  }
  return found;
}
