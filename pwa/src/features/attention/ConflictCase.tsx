/** Two versions of one section, side by side. Nothing is overwritten until the clinician chooses. */
import { useSignal } from "@preact/signals";
import { chooseWords, theirWords } from "../../state/deciding";
import { withCredentials } from "../../state/patients";
import { openVault, rows } from "../../state/vault";
import type { Conflict, Quarantined } from "../../storage";
import { Area, Icon } from "../../ui";
import { attention as words } from "../../words/attention";
import { Case } from "./Case";
import { guarded, told } from "./guarded";
import { Version } from "./Version";

export function ConflictCase({ one, because }: { one: Quarantined; because: Conflict }) {
  const { section, text: theirs, tablet } = theirWords(because);
  const mine = String(one.mutation.data.text ?? "");
  const key = `both:${one.mutation.id}`;
  const both = useSignal(storedWords(key));
  const fault = useSignal<string | null>(null);
  const by = rows.value.clinician.get(because.by);
  const choose = (text: string) =>
    void guarded(fault, async () => {
      await chooseWords(one, because, text);
      await openVault().dropDraft(key);
    });
  const edit = (text: string) => {
    both.value = text;
    void told(fault, () => openVault().saveDraft(key, text));
  };
  return (
    <Case
      id={`case-${one.n}`}
      icon="people"
      title={words.conflict.title(words.sections[section])}
      visitId={one.mutation.entity}
      at={one.mutation.made_at}
      under={words.conflict.minutes}
    >
      <div class="cols">
        <Version
          title={words.conflict.mine}
          tablet={words.conflict.onThisTablet}
          at={one.mutation.made_at}
          text={mine}
          other={theirs}
        >
          <button type="button" onClick={() => choose(mine)}>
            {words.conflict.keepMine}
          </button>
        </Version>
        <Version
          title={by ? withCredentials(by) : words.conflict.theirs}
          tablet={tablet ? words.conflict.onTablet(tablet) : words.conflict.onServer}
          at={because.at}
          text={theirs}
          other={mine}
        >
          <button type="button" onClick={() => choose(theirs)}>
            {words.conflict.keepTheirs}
          </button>
        </Version>
      </div>
      <div class="foot">
        {both.value === null ? (
          <>
            <p class="small second grow">{words.conflict.hint}</p>
            <button type="button" onClick={() => edit(`${mine}\n${theirs}`.trim())}>
              <Icon name="pen" />
              {words.conflict.both}
            </button>
          </>
        ) : (
          <>
            <div class="grow">
              <Area label={words.conflict.edited} value={both.value} rows={5} onInput={edit} />
            </div>
            <button type="button" class="main" onClick={() => choose(both.value ?? "")}>
              {words.conflict.saveBoth}
            </button>
          </>
        )}
        {fault.value && (
          <p class="wrong" role="alert">
            {fault.value}
          </p>
        )}
      </div>
    </Case>
  );
}

function storedWords(key: string): string | null {
  const draft = openVault().draft(key);
  return typeof draft === "string" ? draft : null;
}
