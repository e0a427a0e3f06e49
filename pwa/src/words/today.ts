/** Words of Today, of the patients and of a new visit. */
import { count } from "./grammar";

export const today = {
  today: {
    title: "Today",
    next: "next",
    open: "Open visit",
    newVisit: "New visit",
    with: (names: string) => `with ${names}`,
    nothing: "No visits today.",
    nobody: "No patient is on your caseload yet. A supervisor adds you to a care team.",
    off: {
      cancelled: (reason: string) => (reason ? `Cancelled: ${reason}` : "Cancelled"),
      missed: (reason: string) => (reason ? `Missed: ${reason}` : "Missed"),
      scheduled: (reason: string) => reason,
    },
    status: { cancelled: "Cancelled", missed: "Missed", scheduled: "" },
    nothingYetOffline:
      "Nothing has come from the server yet, and it does not answer. Your visits appear when it does.",
    reportDue: (visit: number) => `Progress report due at visit ${visit}`,
    certified: (date: string) => `Certified to ${date}`,
  },
  visitStatus: { open: "Not signed", signed: "Signed", "sign-again": "To sign again", void: "Void" },

  patients: {
    count: (number: number) => count(number, "patient", "patients"),
    find: "Find by name",
    none: "No patient is on your caseload yet.",
    noneFound: "No patient of that name is on your caseload.",
    noVisits: "No visit yet.",
  },

  newVisit: {
    under: "Choose the patient and the plan of care. Works without a network.",
    none: "No patient of your caseload has an open plan of care.",
    notStored: (why: string) => `The visit was not started. ${why}`,
  },
};
