/** Under which code a stretch stands, and who treated. */
import { TIMED } from "../../domain/codes";
import type { Performer } from "../../domain/types";
import { Chips, Labelled } from "../../ui";
import { words as w } from "../../words";

const PERFORMERS: readonly Performer[] = ["therapist", "assistant", "together"];

interface CodeAndPerformerProps {
  code: string | null;
  performer: Performer;
  onCode: (code: string | null) => void;
  onPerformer: (performer: Performer) => void;
}

export function CodeAndPerformer({ code, performer, onCode, onPerformer }: CodeAndPerformerProps) {
  return (
    <>
      <Labelled label={w.correct.code}>
        <Chips
          label={w.correct.code}
          options={TIMED.map((one) => ({ value: one.code, label: one.code }))}
          chosen={code}
          onChoose={onCode}
        />
      </Labelled>
      <Labelled label={w.clock.treating}>
        <Chips
          label={w.clock.treating}
          options={PERFORMERS.map((value) => ({ value, label: w.performer[value] }))}
          chosen={performer}
          onChoose={(value) => onPerformer(value ?? performer)}
        />
      </Labelled>
    </>
  );
}
