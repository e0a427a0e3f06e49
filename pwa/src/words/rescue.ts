/** Words of the rescue file, of handed-in work, and of the quarantine at the desk. */
import { changes } from "./grammar";

export const rescue = {
  save: "Save rescue file",
  help: "For a tablet that cannot reach the server: everything kept here as a file, sealed, so that only your organization can open it. Give it to a supervisor.",
  nothing: "There is nothing on this tablet that the server does not have.",
  saved: (count: number) =>
    `The file holds ${changes(count)}. Everything also stays on this tablet. Give the file to a supervisor.`,
  failed: "The file could not be made. Everything stays on this tablet.",
  waits: {
    title: "Work handed in from a locked tablet",
    count: (count: number, day: string) => `${changes(count)}, handed in ${day}`,
    under:
      "It was sealed, so it waits until you say that it is yours. What arrived another way is not done twice.",
    take: "It is mine, take it in",
    busy: "Taking it in",
    done: (applied: number, others: number) =>
      others === 0
        ? `${changes(applied)} taken in.`
        : `${changes(applied)} taken in or here already. ${changes(others)} could not be taken in; the server keeps them for your supervisor.`,
    failed: "The server does not answer now. The work stays there.",
    unreadable: "The server cannot open it. It is kept. Ask your administrator.",
  },
  elsewhere: {
    under: (time: string) => `recorded on another tablet of yours, refused ${time}, kept on the server`,
    open: "Show what was recorded",
    settle: "Done with it",
  },
  import: {
    title: "Rescue file",
    under:
      "A file that a tablet wrote because it could not reach the server. What is in it waits until its author signs in and confirms it.",
    choose: "Import rescue file",
    notOne: "This is not a rescue file. Choose one named kinesync-rescue-….json.",
    foreign: "The file is of a tablet that your organization does not know.",
    failed: "The server does not answer. Nothing is lost; import the file again, as often as you like.",
    done: (rows: number, known: number, parts: number) =>
      known === parts
        ? `All ${changes(rows)} of this file were here already.`
        : `Now on the server: ${changes(rows)}. They wait until their author confirms.`,
  },
  quarantine: {
    title: "Waiting from tablets",
    empty: "Nothing waits here.",
    sealed: (count: number) => `${changes(count)} from a tablet that could not be opened`,
    waitsForAuthor: (name: string) => `Waits until ${name} signs in and confirms.`,
    left: "Words left with you, of a visit that was not taken in",
    refused: (what: string) => `Refused: ${what}`,
    asked: "asks for help",
    open: "Open",
    close: "Close",
    question: (name: string) => `${name} asks`,
    answer: "Your answer",
    send: "Send answer",
    answered: (name: string) => `${name} answered`,
    settle: "Take off the list",
    settleHelp: "Its words stay on the server.",
    since: (day: string) => `since ${day}`,
    opened: "Opening it stands in the audit.",
  },
} as const;
