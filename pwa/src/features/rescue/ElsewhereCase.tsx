/** Refused from another tablet of mine: the server's copy, to read, to copy, and to take off the list. */
import { useSignal } from "@preact/signals";
import type { MutationKind } from "../../domain/types";
import { askHandedIn, type Waiting } from "../../state/handed-in";
import { when } from "../../state/patients";
import { ApiFault, call } from "../../sync";
import { Icon } from "../../ui";
import { attention } from "../../words/attention";
import { rescue } from "../../words/rescue";
import { asText, recorded } from "../attention/recorded";

const words = rescue.elsewhere;
type Data = Record<string, unknown>;

export function ElsewhereCase({ one }: { one: Waiting }) {
  const opened = useSignal<Data | null>(null);
  const fault = useSignal<string | null>(null);
  const guarded = async (act: () => Promise<void>) => {
    fault.value = null;
    try {
      await act();
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause;
      fault.value = rescue.waits.failed;
    }
  };
  const open = () =>
    guarded(async () => {
      const { mutation } = await call<{ mutation: { data: Data } }>("GET", `/api/quarantine/${one.id}`);
      opened.value = mutation.data;
    });
  const settle = () =>
    guarded(async () => {
      await call("POST", `/api/quarantine/${one.id}/settle`, {});
      await askHandedIn();
    });
  return (
    <section class="sheet case" aria-labelledby={`elsewhere-${one.id}`}>
      <div class="top">
        <Icon name="mind" />
        <div class="grow">
          <h2 id={`elsewhere-${one.id}`}>
            {attention.rejected.title(attention.kinds[one.kind as MutationKind] ?? one.kind)}
          </h2>
          <p class="small second">{words.under(when(one.received_at))}</p>
        </div>
      </div>
      <div class="panel">
        <p class="red firm">{[one.reason.title, one.reason.detail].filter(Boolean).join(". ")}</p>
        {opened.value && (
          <dl class="facts fields">
            {recorded(opened.value).map(({ name, text }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        )}
        {fault.value && (
          <p class="wrong" role="alert">
            {fault.value}
          </p>
        )}
      </div>
      <div class="foot">
        <button type="button" onClick={() => void settle()}>
          {words.settle}
        </button>
        {opened.value ? (
          <button
            type="button"
            onClick={() => void navigator.clipboard.writeText(asText(recorded(opened.value ?? {})))}
          >
            <Icon name="copy" />
            {attention.rejected.copy}
          </button>
        ) : (
          <button type="button" class="outlined" onClick={() => void open()}>
            {words.open}
          </button>
        )}
      </div>
    </section>
  );
}
