/** Words of the time of a visit: totals, the clock, corrections, untimed codes. */
export const time = {
  time: {
    region: "Time",
    min: "min",
    minutes: (minutes: number) => `${minutes} min`,
    totalTimed: "Total timed",
    totalTreatment: "Total treatment",
    correct: "Correct time",
    none: "No time recorded yet.",
    running: "running",
    stretch: (from: string, to: string | null, code: string, by: string) =>
      to === null ? `${code} ${by} since ${from}` : `${from} to ${to} ${code} ${by}`,
    untimedStretch: (code: string, label: string, minutes: number) => `${code} ${label}, ${minutes} minutes`,
  },

  clock: {
    region: "Clock",
    treating: "Who is treating",
    start: "Start",
    stop: "Stop",
    pause: "Pause",
    resume: "Resume",
    switchTo: "Switch to",
    undo: "Undo",
    return: "Return",
    other: "Add",
    untimed: "Untimed",
    untimedUnder: "codes",
    stopped: "No clock runs.",
    paused: (code: string, time: string) => `${code} paused at ${time}`,
    runsElsewhere: (code: string, patient: string) => `${code} runs for ${patient}. Starting here stops it.`,
    timeOn: (code: string) => `Time on ${code}`,
    since: (time: string, again: boolean) =>
      again ? `running again since ${time}` : `running since ${time}`,
    stoppedElsewhere: (code: string, label: string, patient: string, time: string) =>
      `${code} ${label} for ${patient} was stopped at ${time}.`,
    notStored: (why: string) => `The clock did not change: it could not be stored. ${why}`,
  },

  correct: {
    under: "What was recorded stays and is shown beside the correction.",
    which: "Stretch",
    start: "Start",
    end: "End",
    code: "Code",
    reason: "Reason",
    note: "Note",
    save: "Save correction",
    remove: "Take out",
    reasonNeeded: "Say why, with one of the reasons.",
    nothing: "Nothing is changed yet.",
    startUnreadable: "The start does not read as a time, such as 9:29.",
    endUnreadable: "The end does not read as a time, such as 9:43.",
    backwards: "The end is not after the start.",
    future: "This time is still to come.",
    overlaps: (other: string) => `It would overlap ${other}. One-on-one minutes count under one code only.`,
  },

  untimed: {
    title: "Untimed codes",
    add: (code: string) => `Add ${code}`,
    record: (code: string) => `Record ${code}`,
    remove: "Take out",
    minutes: "Minutes",
    minutesNeeded: "Say how many minutes it took.",
  },
};
