/** Words of signing a visit and of what is added afterwards. */
import { count } from "./grammar";

export const signing = {
  sign: {
    open: "Sign visit",
    submit: "Sign",
    busy: "Signing",
    notYet: "Not yet",
    pinNeeded: "Enter your PIN to sign.",
    noteTitle: "Treatment note",
    meaning: "I provided or supervised this treatment, and this note is correct.",
    patientLine: (name: string, birth: string, day: string, from: string, to: string) =>
      `${name} · born ${birth} · ${day}, ${from} to ${to}`,
    under: (name: string, credentials: string) =>
      `${name}, ${credentials}, signs these words. Later words are added, never changed. Works without a network.`,
    lacking: (what: string) => `Required before signing: ${what}.`,
    nothingIn: "Nothing recorded.",
    same: (percent: number, day: string) => `${percent} % of the words are the same as on ${day}.`,
    showSame: (number: number) => `Show ${count(number, "same sentence", "same sentences")}`,
    onTablet: "Signed on this tablet",
    signed: "Signed",
    signedAt: (time: string) => `Signed ${time}`,
    again: "Sign again",
    againWhy: "Something changed before your signature arrived. It is kept; read the note and sign again.",
    not: "Not signed",
    exact: "the exact bytes, checked",
    notExact: "These words are not what was signed. Call your administrator.",
    by: (name: string, credentials: string, time: string) => `Signed by ${name}, ${credentials}, ${time}.`,
  },

  addendum: {
    title: "Added after signing",
    add: "Add addendum",
    under: "What was signed stays as it is; this stands below it.",
    none: "Nothing was added.",
    which: "What it is",
    kind: { addendum: "Addendum", correction: "Correction", "late-entry": "Late entry" },
    words: "Words",
    save: "Save addendum",
    empty: "Write what is to be added.",
  },
};
