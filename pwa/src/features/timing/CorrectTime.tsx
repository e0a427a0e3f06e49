/** Correct time: choose a stretch, move or type its edges, say why; or add one that nobody timed. */
import { useSignal } from "@preact/signals";
import type { VisitRecord } from "../../domain/visit";
import { dropDrafts } from "../../state/draft";
import { Chips, Dialog, Icon } from "../../ui";
import { words as w } from "../../words";
import { clock as words } from "../../words/clock";
import { AddStretch, stretchKey } from "./AddStretch";
import { Correction } from "./Correction";
import { spanText } from "./span-words";

interface CorrectTimeProps {
  record: VisitRecord;
  segmentId?: string;
  onClose: () => void;
}

export function CorrectTime({ record, segmentId, onClose }: CorrectTimeProps) {
  const { segments, visit } = record;
  const chosen = useSignal(segmentId ?? (segments.length === 1 ? segments[0]?.id : undefined));
  const adding = useSignal(segments.length === 0);
  const giveUp = async () => {
    await dropDrafts([...segments.map((one) => `correct:${one.id}`), stretchKey(visit.id)]);
    onClose();
  };
  const segment = segments.find((one) => one.id === chosen.value);
  return (
    <Dialog
      title={adding.value ? words.add.title : w.time.correct}
      under={w.correct.under}
      close={w.cancel}
      onClose={() => void giveUp()}
    >
      <div class="stack">
        {segments.length > 0 && !adding.value && (
          <Chips
            label={w.correct.which}
            className="stack tight"
            options={segments.map((one) => ({ value: one.id, label: spanText(one) }))}
            chosen={chosen.value ?? null}
            onChoose={(id) => (chosen.value = id ?? chosen.value)}
          />
        )}
        {!adding.value && visit.status !== "signed" && (
          <button type="button" class="plain" onClick={() => (adding.value = true)}>
            <Icon name="plus" />
            {words.add.title}
          </button>
        )}
        {adding.value && <AddStretch record={record} onClose={onClose} />}
        {segment && !adding.value && (
          <Correction key={segment.id} segment={segment} all={segments} onClose={onClose} />
        )}
      </div>
    </Dialog>
  );
}
