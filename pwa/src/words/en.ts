/**
 * The words of the tablet, in English: those of every screen here, those of one room in its own file beside this.
 *
 * Short, plain, the subject first, no blame. Buttons are verbs. Another language is an
 * object of the same type (`Words`), so that nothing can be forgotten.
 */
import { access } from "./access";
import { upperFirst } from "./grammar";
import { recording } from "./recording";
import { signing } from "./signing";
import { stored } from "./stored";
import { time } from "./time";
import { today } from "./today";
import { visit } from "./visit";

export const en = {
  language: "en",
  brand: "Kinesync",
  loading: "Loading",
  again: "Try again",
  cancel: "Cancel",
  close: "Close",
  later: "Later",
  screenMissing: "This screen did not load. Nothing is lost. Check the network and try again.",
  notStored: (why: string) => `Not saved. ${why}`,
  born: (date: string) => `Born ${date}`,
  visitNumber: (number: number, planned: number | null) =>
    planned === null ? `visit ${number}` : `visit ${number} of ${planned}`,
  region: (region: string) => upperFirst(region),
  stepper: { less: "Less", more: "More" },

  storage: {
    quota: "This tablet has no room left. Free some space, then try again.",
    aborted: "The tablet gave up while storing it. Try again.",
    closed: "Another version of Kinesync took over. Close other tabs, then open this one anew.",
    blocked: "Another tab holds an older version open. Close it, then try again.",
    newer: "What is stored here was made by a newer version. Load the page anew.",
    unavailable: "This browser stores nothing, for example in a private window. Use an ordinary window.",
    unreadable:
      "What is stored here does not open with this key. It stays where it is. Ask your administrator.",
    "too-big": "It is too long to send. Shorten the text.",
    locked: "The tablet is locked. Unlock it and try again.",
  },

  sync: {
    name: "Sync",
    saved: (time: string) => `All saved on server ${time}`,
    savedOffline: (time: string) => `All saved on server ${time}, offline now`,
    allSaved: "All saved on server",
    deskOffline: "Offline: nothing is saved now",
    onlyHere: (number: number) => `${number} only on this tablet`,
    attention: (number: number) => `Needs attention: ${number}`,
    notStored: "Not saved",
    notYet: "Reaching the server",
    notYetOffline: "0 only on this tablet, offline",
  },

  nav: {
    main: "Main",
    today: "Today",
    patients: "Patients",
    attention: "Needs attention",
    more: "More",
    review: "Review",
    days: "Service days",
    amounts: "KX amounts",
    fees: "Fees",
    policies: "Payer policies",
    activities: "Own activities",
    reception: "Reception",
    packs: "Rule packs",
    devices: "Tablets",
  },

  roles: {
    therapist: "therapist",
    assistant: "assistant",
    supervisor: "supervisor",
    biller: "biller",
    administrator: "administrator",
  } as Record<string, string>,

  denied: {
    title: "Not yours to see",
    back: "Back",
    who: (who: string) =>
      `Only ${who} can open this page. Ask an administrator of your organization for the role.`,
    clinical: "a clinician who treats patients",
    roles: {
      review: "a supervisor",
      billing: "a biller or a supervisor",
      amounts: "a biller or a supervisor",
      fees: "a biller or an administrator",
      policies: "an administrator, a biller or a supervisor",
      activities: "an administrator",
      reception: "an administrator or a supervisor",
      "rule-packs": "an administrator, a biller or a supervisor",
      devices: "an administrator or a supervisor",
    } as Record<string, string>,
  },

  more: {
    look: "Look and hand",
    theme: "Theme",
    themes: { system: "As the tablet", light: "Light", dark: "Dark" },
    hand: "Working hand",
    hands: { right: "Right", left: "Left" },
    tablet: "This tablet",
    changePin: "Change PIN",
    pinNow: "PIN now",
    pinNew: "New PIN",
    lock: "Lock",
    signOut: "Sign out",
    lockUnder: "Locking keeps everything here, encrypted. A running clock goes on.",
  },

  ...access,
  ...today,
  ...visit,
  ...time,
  ...stored,
  ...recording,
  ...signing,
};

export type Words = typeof en;
