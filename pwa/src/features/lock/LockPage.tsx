/**
 * Locked: the clock goes on and can be paused and stopped without a PIN.
 *
 * Nothing about a patient stands here, no code and so no code's colour either.
 */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { lengthText, localClock } from "../../domain/time";
import { now } from "../../state/clock";
import { askSignIn, stopFromLock, unlockWith } from "../../state/session";
import { getReady, type LockReason, type LockScreen, type Person, StorageFault } from "../../storage";
import { Icon, Keypad, Wrong } from "../../ui";
import { words as w } from "../../words";
import { RescueButton } from "../rescue/RescueButton";
import { faultWords } from "../sign-in/faults";
import "../timing/clock.css";
import "./lock.css";

interface LockPageProps {
  person: Person;
  screen: LockScreen;
  why: LockReason | null;
  /** Called once the screen stands: time for what the PIN will open. */
  onShown: () => void;
}

export function LockPage({ person, screen, why, onShown }: LockPageProps) {
  useEffect(() => afterPaint(onShown), [onShown]);
  return (
    <div class="locked">
      <header>
        <p class="time-of-day">{localClock(now.value)}</p>
        <div
          class={`sync ${screen.only_here > 0 ? "local" : "saved"}`}
          role="status"
          aria-label={w.sync.name}
        >
          <span class="pill">
            {screen.only_here > 0 ? w.sync.onlyHere(screen.only_here) : w.sync.allSaved}
          </span>
        </div>
      </header>
      <main>
        {screen.running ? <RunningClock startedAt={screen.running.started_at} /> : <Quiet why={why} />}
        <PinForm person={person} />
      </main>
      <footer class="second">
        {screen.running && `${w.lock.noPin} `}
        {screen.only_here > 0 && <RescueButton clinicianId={person.clinician_id} plain />}
        <button type="button" class="plain" onClick={() => askSignIn("someone-else", person)}>
          {w.lock.someoneElse}
        </button>
      </footer>
    </div>
  );
}

function Quiet({ why }: { why: LockReason | null }) {
  return (
    <div class="quiet">
      <h1 tabIndex={-1}>{w.lock.title}</h1>
      {why && why in w.lock.because && (
        <p class="second">{w.lock.because[why as keyof typeof w.lock.because]}</p>
      )}
    </div>
  );
}

function RunningClock({ startedAt }: { startedAt: string }) {
  const wrong = useSignal<string | null>(null);
  async function end(because: "stop" | "pause") {
    try {
      await stopFromLock(because);
    } catch (cause) {
      if (!(cause instanceof StorageFault)) throw cause;
      wrong.value = w.clock.notStored(w.storage[cause.kind]);
    }
  }
  const from = Date.parse(startedAt);
  return (
    <section class="clock" aria-label={w.clock.region}>
      <h1 tabIndex={-1}>{w.lock.running}</h1>
      <div>
        <div class="digits" role="timer" aria-label={w.lock.runningTime}>
          {lengthText((now.value - from) / 1000)}
        </div>
        <p class="since">{w.lock.since(localClock(from))}</p>
      </div>
      <div class="stops">
        <button type="button" onClick={() => void end("pause")}>
          <Icon name="pause" />
          {w.clock.pause}
        </button>
        <button type="button" class="stop" onClick={() => void end("stop")}>
          <Icon name="stop" />
          {w.clock.stop}
        </button>
      </div>
      <Wrong>{wrong.value}</Wrong>
    </section>
  );
}

function PinForm({ person }: { person: Person }) {
  const pin = useSignal("");
  const wrong = useSignal<string | null>(null);
  const busy = useSignal(false);
  useEffect(() => afterPaint(getReady), []);
  async function submit(event: Event) {
    event.preventDefault();
    if (busy.value || pin.value === "") return;
    busy.value = true;
    wrong.value = null;
    try {
      await unlockWith(person, pin.value);
    } catch (cause) {
      wrong.value = faultWords(cause);
      pin.value = "";
      getReady();
    } finally {
      busy.value = false;
    }
  }
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <div>
        <div class="pin-label">
          <label class="label" for="pin">
            {w.pin.pin}
          </label>
          <span class="second">{person.shown_as}</span>
        </div>
        <input
          id="pin"
          class="field digits-only"
          type="password"
          inputMode="numeric"
          autocomplete="off"
          value={pin.value}
          aria-invalid={wrong.value ? "true" : undefined}
          aria-describedby={wrong.value ? "pin-wrong" : undefined}
          onInput={(event) => (pin.value = event.currentTarget.value)}
        />
        <Wrong id="pin-wrong">{wrong.value}</Wrong>
      </div>
      <Keypad
        erase={w.lock.erase}
        unlock={busy.value ? w.lock.busy : w.lock.unlock}
        busy={busy.value}
        onDigit={(digit) => (pin.value += digit)}
        onErase={() => (pin.value = pin.value.slice(0, -1))}
      />
    </form>
  );
}

/** Do something when the screen has been painted; returns the way to call it off. */
function afterPaint(act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(act);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
