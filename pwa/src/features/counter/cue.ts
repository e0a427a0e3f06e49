/** Telling the end of a hold or a rest without a look: vibration, a tone, or neither. */
import { signal } from "@preact/signals";
import { remember, remembered } from "../../state/remembered";

export type Cue = "vibration" | "sound" | "silent";
export const CUES: readonly Cue[] = ["vibration", "sound", "silent"];

const KEY = "kinesync-cue";
const stored = CUES.find((one) => one === remembered(KEY));
export const cue = signal<Cue>(stored ?? ("vibrate" in navigator ? "vibration" : "sound"));

export function chooseCue(chosen: Cue): void {
  cue.value = chosen;
  remember(KEY, chosen);
}

let audio: AudioContext | null = null;

/** Browsers let a page sound only after a tap: call this from one. */
export function readySound(): void {
  if (cue.value !== "sound" || !("AudioContext" in window)) return;
  audio ??= new AudioContext();
  if (audio.state === "suspended") void audio.resume();
}

const PATTERNS = { hold: [300], rest: [120, 120, 120] } as const;
const TONES = { hold: 880, rest: 587 } as const;

/** Say that a hold or a rest is over. */
export function giveCue(kind: "hold" | "rest"): void {
  if (cue.value === "vibration" && "vibrate" in navigator) navigator.vibrate([...PATTERNS[kind]]);
  if (cue.value === "sound" && audio?.state === "running") tone(audio, TONES[kind]);
}

function tone(context: AudioContext, hertz: number): void {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  const { currentTime } = context;
  oscillator.frequency.value = hertz;
  gain.gain.setValueAtTime(0.3, currentTime);
  gain.gain.exponentialRampToValueAtTime(0.001, currentTime + 0.6);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start();
  oscillator.stop(currentTime + 0.6);
}
