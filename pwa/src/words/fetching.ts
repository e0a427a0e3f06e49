/** Words of a first pull: how far it is, and what an empty screen means before it. */
export const fetching = {
  title: "Getting your patients",
  patients: (here: number, of: number) => `Getting your patients: ${here} of ${of}`,
  records: (percent: number) => `Getting their records: ${percent} %`,
  meanwhile: "What is here can be used already.",
  nothingYet: "Nothing has been fetched to this tablet yet.",
  nothingYetOffline:
    "Nothing has been fetched to this tablet yet, and the server does not answer. " +
    "Your visits appear when it does.",
} as const;
