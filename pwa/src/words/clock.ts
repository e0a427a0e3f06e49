/** Words of the clock at the bedside: pauses, hand-over, the timeline, and time that is put right. */
import { lowerFirst } from "./grammar";

export const clock = {
  pause: {
    why: "Why it is paused",
    ask: "Why? You may leave it open.",
    reason: { rest: "Rest", toilet: "Toilet", vitals: "Vitals", interruption: "Interruption" },
    since: (length: string, reason: string | null) =>
      reason ? `${reason}, ${length}. Not treatment time.` : `${length} so far. Not treatment time.`,
    told: (from: string, to: string | null, reason: string | null) =>
      `paused ${from}${to ? ` to ${to}` : ""}${reason ? `, ${lowerFirst(reason)}` : ""}`,
  },
  handedOver: (who: string, time: string) => `${who} since ${time}, handed over`,
  handOver: {
    therapist: "Hand over to therapist",
    assistant: "Hand over to assistant",
    together: "Go on together",
  },
  timeline: {
    edge: { start: (code: string) => `Start of ${code}`, end: (code: string) => `End of ${code}` },
    recorded: "as recorded",
  },
  recorded: (code: string, label: string, start: string, end: string, afterwards: boolean) =>
    `${afterwards ? "Reconstructed" : "Recorded"}: ${code} ${label}, ${start} to ${end}.`,
  was: {
    start: (time: string) => `start was ${time}`,
    end: (time: string) => `end was ${time}`,
    code: (code: string) => `code was ${code}`,
    performer: (who: string) => `it was ${lowerFirst(who)}`,
    removed: "taken out",
  },
  corrected: (minutes: number, by: string, what: string, why: string) =>
    `Corrected ${later(minutes)}${by ? ` by ${by}` : ""}: ${what}. ${why}.`,
  repair: {
    region: "Is this time right?",
    says: {
      forgotten: (code: string, from: string, to: string, length: string) =>
        `${code} ran from ${from} to ${to}, ${length}. It may have been forgotten.`,
      killed: (code: string, from: string, to: string) =>
        `The app was closed from ${from} to ${to} while ${code} ran. The clock went on.`,
      slept: (code: string, from: string, to: string) =>
        `The tablet slept from ${from} to ${to} while ${code} ran. The clock went on.`,
      "clock-set": (code: string, from: string, to: string) =>
        `The tablet's own clock was set from ${from} to ${to} while ${code} ran.`,
      midnight: (code: string, from: string, to: string) =>
        `${code} ran over midnight, from ${from} to ${to}. It counts on the day on which it started.`,
      dst: (code: string, from: string, to: string, length: string) =>
        `The clocks changed while ${code} ran, from ${from} to ${to}. It counted ${length}, as it was.`,
    },
    end: (time: string) => `End at ${time}`,
    because: {
      "last-touch": "last touch",
      "last-seen": "last sign of the app",
      "next-start": "next code started",
      "visit-end": "end of the visit",
      "planned-end": "planned end",
      counted: "what the counter says",
    },
    correct: "Correct the time",
    keep: "Keep it as it is",
    note: { "clock-set": "The tablet's clock was set" } as Partial<Record<string, string>>,
  },
  add: {
    title: "Add a stretch that was not timed",
    under: "It counts, and stands in the record as reconstructed, not as timed.",
    gaps: "Nothing was timed",
    gap: (from: string, to: string) => `${from} to ${to}`,
    codeNeeded: "Choose the code.",
    save: "Add the stretch",
  },
  elsewhere: {
    own: (code: string, from: string, to: string, patient: string) =>
      `${from} to ${to} is also your time with ${patient}, ${code}.`,
    another: (code: string, from: string, to: string) =>
      `${from} to ${to} also counts for another patient, ${code}.`,
    sure: "One-to-one time counts for one patient. Save again if it is right.",
  },
} as const;

function later(minutes: number): string {
  if (minutes < 1) return "at once";
  if (minutes < 60) return `${minutes} min later`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h later` : `${Math.floor(hours / 24)} days later`;
}
