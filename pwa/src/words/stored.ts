/** How words that are stored read on the screen. */
export const stored = {
  treating: { therapist: "by the therapist", assistant: "by the assistant", together: "by both together" },
  performer: { therapist: "Therapist", assistant: "Assistant", together: "Together" },
  provenance: { timed: "timed", corrected: "corrected", reconstructed: "reconstructed", typed: "typed" },
  tolerance: { well: "Tolerated well", effort: "With effort", poor: "Poorly" },
  quality: { better: "Better", same: "Same", worse: "Worse" },
  progression: { progressed: "Progressed", maintained: "Maintained", regressed: "Regressed" },
  side: { left: "Left", right: "Right", bilateral: "Both" },

  reason: {
    "forgot-to-start": "Forgot to start",
    "forgot-to-stop": "Forgot to stop",
    "wrong-code": "Wrong code",
    other: "Other",
  },
};
