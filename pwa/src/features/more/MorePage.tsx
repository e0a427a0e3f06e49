/** More: how this tablet looks and works, its PIN, and leaving it. */
import { useSignal } from "@preact/signals";
import { warnings } from "../../state/health";
import { withCredentials } from "../../state/patients";
import { leave } from "../../state/session";
import { type Hand, hand, type Theme, theme } from "../../state/settings";
import { me, vault } from "../../state/vault";
import { pinFault } from "../../storage";
import { Chips, Dialog, Field, Icon, Labelled, Wrong } from "../../ui";
import { words as w } from "../../words";
import { health } from "../../words/health";
import { Page } from "../shell/Page";
import { faultWords } from "../sign-in/faults";
import "./more.css";

const THEMES: readonly Theme[] = ["system", "light", "dark"];
const HANDS: readonly Hand[] = ["right", "left"];

export default function MorePage() {
  const changing = useSignal(false);
  const open = vault.value !== null;
  return (
    <Page title={w.nav.more} {...(open ? { under: withCredentials(me.value) } : {})}>
      <div class="settings">
        <section class="sheet panel stack" aria-labelledby="h-look">
          <h2 id="h-look">{w.more.look}</h2>
          <Labelled label={w.more.theme}>
            <Chips
              label={w.more.theme}
              options={THEMES.map((value) => ({ value, label: w.more.themes[value] }))}
              chosen={theme.value}
              onChoose={(value) => (theme.value = value ?? theme.value)}
            />
          </Labelled>
          <Labelled label={w.more.hand}>
            <Chips
              label={w.more.hand}
              options={HANDS.map((value) => ({ value, label: w.more.hands[value] }))}
              chosen={hand.value}
              onChoose={(value) => (hand.value = value ?? hand.value)}
            />
          </Labelled>
        </section>
        <section class="sheet panel stack" aria-labelledby="h-tablet">
          <h2 id="h-tablet">{w.more.tablet}</h2>
          {open && (
            <div class="row">
              <a class="button" href="/storage">
                {health.see}
                {warnings.value.length > 0 && (
                  <span class="small"> · {health.warnings(warnings.value.length)}</span>
                )}
              </a>
            </div>
          )}
          <div class="row">
            {open && (
              <button type="button" onClick={() => (changing.value = true)}>
                {w.more.changePin}
              </button>
            )}
            <button type="button" class="outlined" onClick={() => void leave()}>
              <Icon name="lock" />
              {open ? w.more.lock : w.more.signOut}
            </button>
          </div>
          {open && <p class="second small">{w.more.lockUnder}</p>}
        </section>
      </div>
      {changing.value && <ChangePin onClose={() => (changing.value = false)} />}
    </Page>
  );
}

const DIGITS = { type: "password", inputMode: "numeric", autocomplete: "off", class: "digits-only" } as const;

function ChangePin({ onClose }: { onClose: () => void }) {
  const before = useSignal("");
  const pin = useSignal("");
  const repeat = useSignal("");
  const wrong = useSignal<string | null>(null);
  async function submit(event: Event) {
    event.preventDefault();
    const refused = pinFault(pin.value);
    if (refused) wrong.value = w.pin.refused[refused];
    else if (pin.value !== repeat.value) wrong.value = w.pin.differs;
    else await change();
  }
  async function change() {
    try {
      await vault.value?.changePin(before.value, pin.value);
      onClose();
    } catch (cause) {
      wrong.value = faultWords(cause);
    }
  }
  const field = (label: string, value: typeof pin) => (
    <Field label={label} value={value.value} onInput={(text) => (value.value = text)} input={DIGITS} />
  );
  return (
    <Dialog narrow title={w.more.changePin} close={w.cancel} onClose={onClose}>
      <form class="stack" onSubmit={submit} noValidate>
        {field(w.more.pinNow, before)}
        {field(w.more.pinNew, pin)}
        {field(w.pin.repeat, repeat)}
        <Wrong>{wrong.value}</Wrong>
        <button type="submit" class="main">
          {w.pin.submit}
        </button>
      </form>
    </Dialog>
  );
}
