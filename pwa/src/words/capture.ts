/** Words of capture beyond the shared ones: figures that cannot be, response, progression, purpose. */
import { lowerFirst } from "./grammar";

export const capture = {
  clinicsOwn: "clinic's own",
  retired: "The clinic no longer offers this activity. What is recorded of it stays.",
  impossible: {
    low: (bound: number) => `This cannot be: the least is ${bound}.`,
    high: (bound: number) => `This cannot be: the most is ${bound}.`,
    "not-whole": () => "Whole numbers only.",
    pair: (low: string, high: string) => `${low} has to be less than ${lowerFirst(high)}. Check both.`,
  },
  /** Names every group of phrases: the field above it says of what. */
  phrases: "Phrases",
  why: "Why and how often",
  moreDoses: "More details",
  unusual: "Unusual. Look once more.",
  mend: (fields: readonly string[]) => `Not saved yet. This cannot be: ${fields.map(lowerFirst).join(", ")}.`,
  sure: (fields: readonly string[]) => `Unusual: ${fields.join(", ")}. Save again if it is right.`,
  help: {
    label: "Help and cues",
    less: "Less",
    same: "Same",
    more: "More",
    /** What is stored and stands in the note. */
    stored: {
      less: "less help or fewer cues",
      same: "help and cues as before",
      more: "more help or cues",
    },
  },
  scale: {
    pain_before: "Pain before",
    pain_after: "Pain after",
    exertion: "Exertion",
  },
  felt: { dizziness: "Dizziness", fatigue: "Fatigue", yes: "Yes", no: "No" },
  adverseSeen: ["Dizzy, had to sit", "Near fall", "Pain rose", "Short of breath", "Pressure over the limit"],
  adverseDone: [
    "Stopped and rested, settled",
    "Vitals taken again",
    "Made easier, went on",
    "Physician called",
  ],
  actionNeeded: "Say what was done. The reviewer is told of it.",
  criterion: "Criterion to go further",
  criteria: ["8 of 10 clean", "No loss of balance in 2 sets", "No cue needed in a set", "Pain not above 3"],
  reason: "Reason",
  reasons: ["Fatigue", "Pain", "Pressure near the limit", "Quality fell"],
  purposes: "Aims",
  aims: ["range", "strength", "coordination", "balance", "proprioception", "postural control", "timing"],
  improve: (aims: string, of: string) => `Improve ${aims}${of ? ` of ${of}` : ""}`,
  measuredOn: (name: string, value: string, day: string) => `${name} ${value} on ${day}`,
  deficit: "Deficit",
  skilled: [
    "Graded touch cues to time the response",
    "Guarding and grading of the task by sway",
    "Resistance adapted through the range",
    "Hands-on facilitation, changed with tone",
    "Symptoms watched, dose set by them",
  ],
} as const;
