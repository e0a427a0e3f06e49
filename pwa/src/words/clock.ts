/** Words of the clock at the bedside: pauses, hand-over, the timeline, and time that is put right. */
const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

export const clock = {
  pause: {
    why: "Why it is paused",
    ask: "Why? You may leave it open.",
    reason: { rest: "Rest", toilet: "Toilet", vitals: "Vitals", interruption: "Interruption" },
    since: (length: string, reason: string | null) =>
      reason ? `${reason}, ${length}. Not treatment time.` : `${length} so far. Not treatment time.`,
    told: (from: string, to: string | null, reason: string | null) =>
      `paused ${from}${to ? ` to ${to}` : ""}${reason ? `, ${lower(reason)}` : ""}`,
  },
} as const;
