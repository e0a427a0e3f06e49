/** Two versions of one section, side by side. Nothing is overwritten until the clinician chooses. */
import { useSignal } from "@preact/signals";
import type { SectionName } from "../../domain/types";
import { editSection } from "../../state/recording";
import { rows, vault } from "../../state/vault";
import type { Conflict, Quarantined } from "../../storage";
import { Area } from "../../ui";
import { attention as words } from "../../words/attention";
import { onlyIn } from "./difference";
import { PatientLine } from "./PatientLine";

interface Theirs {
  section?: SectionName;
  text?: string;
}

export function ConflictCase({ one, because }: { one: Quarantined; because: Conflict }) {
  const theirs = because.theirs as Theirs;
  const section = (theirs.section ?? one.mutation.data.section) as SectionName;
  const mine = String(one.mutation.data.text ?? "");
  const other = theirs.text ?? "";
  const both = useSignal<string | null>(null);
  const visitId = one.mutation.entity;
  const keep = (text: string) =>
    void editSection(visitId, section, text, other, { settles: [one.n], version: because.version });
  const by = rows.value.clinician.get(because.by);
  return (
    <section class="sheet case" aria-labelledby={`case-${one.n}`}>
      <div class="top">
        <div class="grow">
          <h2 id={`case-${one.n}`}>{words.conflict.title(words.sections[section])}</h2>
          <PatientLine visitId={visitId} at={one.mutation.made_at} />
        </div>
      </div>
      <div class="cols">
        <Version title={words.conflict.mine} from={words.conflict.onThisTablet} text={mine} other={other}>
          <button type="button" onClick={() => keep(mine)}>
            {words.conflict.keepMine}
          </button>
        </Version>
        <Version
          title={words.conflict.theirs}
          from={by ? `${by.name}, ${by.credentials}` : ""}
          text={other}
          other={mine}
        >
          <button type="button" onClick={() => void vault.value?.write([], { settles: [one.n] })}>
            {words.conflict.keepTheirs}
          </button>
        </Version>
      </div>
      {both.value === null ? (
        <div class="foot">
          <p class="small second grow">{words.conflict.hint}</p>
          <button
            type="button"
            onClick={() => {
              both.value = `${mine}\n${other}`.trim();
            }}
          >
            {words.conflict.both}
          </button>
        </div>
      ) : (
        <div class="foot">
          <div class="grow">
            <Area
              label={words.conflict.edited}
              value={both.value}
              rows={4}
              onInput={(text) => {
                both.value = text;
              }}
            />
          </div>
          <button type="button" onClick={() => keep(both.value ?? "")}>
            {words.conflict.saveBoth}
          </button>
        </div>
      )}
    </section>
  );
}

interface VersionProps {
  title: string;
  from: string;
  text: string;
  other: string;
  children: preact.ComponentChildren;
}

function Version({ title, from, text, other, children }: VersionProps) {
  return (
    <div class="version">
      <h3>{title}</h3>
      <p class="small second">{from}</p>
      <p class="text">
        {onlyIn(text, other).map((part, i) => (part.only ? <ins key={i}>{part.text}</ins> : part.text))}
      </p>
      {children}
    </div>
  );
}
