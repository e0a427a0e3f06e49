/** Words of Storage health: facts, and warnings with what to do about each. */
const gigabytes = (bytes: number) =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;

export const health = {
  title: "Storage health",
  under: "Whether what you record is safe on this tablet and on the server.",
  well: "All is well.",
  see: "Storage health",
  warnings: (count: number) => `${count} ${count === 1 ? "warning" : "warnings"}`,
  facts: "Facts",
  tablet: "This tablet",
  name: "Name of this tablet",
  nameHelp: "Colleagues see it beside words that were written here.",
  rename: "Save name",
  renamed: "Saved.",
  notRenamed: "The server does not answer. The name stays as it was.",
  rescueTitle: "Rescue file",
  rows: {
    app: "App",
    installed: "installed",
    tab: "in a browser tab",
    kept: "Storage",
    persistence: {
      granted: "encrypted, kept by the system",
      refused: "encrypted, the system may clear it",
      unsupported: "encrypted, the system promises nothing",
    },
    asking: "encrypted",
    free: "Free space",
    freeOf: (free: number, used: number) => `${gigabytes(free)}, ${gigabytes(used)} used`,
    unknown: "not known",
    waiting: "Only on this tablet",
    last: "Last receipt of the server",
    never: "none yet",
    receipts: "Receipts checked",
    receiptsOf: (proven: number, all: number) => `${proven} of ${all}`,
    compared: "Rows compared with the server",
    clock: "Clock",
    ahead: (seconds: number) => `${seconds} s ahead of the server`,
    behind: (seconds: number) => `${seconds} s behind the server`,
    exact: "as the server's",
    lease: "May work offline until",
    version: "Version",
    newer: "a newer one waits for the lock screen",
  },
  warn: {
    "safari-tab": {
      says: "Kinesync runs in a browser tab. Safari clears what a site stores after seven days without a visit.",
      do: "Share, then Add to Home Screen, and open it from there. Sync before you do.",
    },
    "in-tab": {
      says: "Kinesync runs in a browser tab. Installed, the system keeps its storage longer.",
      do: "Install it from the browser's menu.",
    },
    "not-persistent": {
      says: "The system has not promised to keep what is stored here when space runs low.",
      do: "Install the app, keep a gigabyte free, and sync daily.",
    },
    "low-space": {
      says: "Little space is left on this tablet.",
      do: "Delete photos or apps that are not needed. Sync before you do.",
    },
    "no-space": {
      says: "The tablet is full: the next record may not be stored. Kinesync says so when that happens.",
      do: "Sync now, then make space.",
    },
    clock: {
      says: "The clock of this tablet is more than five minutes off. Times are recorded as it shows them and marked for the reviewer.",
      do: "Set date and time to automatic in the system's settings.",
    },
    "waiting-long": {
      says: "Something has been only on this tablet for more than a day.",
      do: "Bring the tablet to a network and sync. If it cannot sync, save a rescue file.",
    },
    "lease-soon": {
      says: "The tablet must reach the server soon, or its PIN stops working until you sign in. Nothing is lost then.",
      do: "Bring it to a network.",
    },
    unreadable: {
      says: "Something stored here does not open any more. It stays where it is.",
      do: "Save a rescue file and give it to a supervisor.",
    },
    differing: {
      says: "The server holds something else than what it confirmed. The original stays on this tablet.",
      do: "Tell your administrator. It is compared again with each sync.",
    },
    missing: {
      says: "Work of a tablet of yours never arrived.",
      do: "See below which. Unlock that tablet with a network, or import its rescue file.",
    },
    "undecided-long": {
      says: "Something has waited for your decision for more than a day.",
      do: "Open Needs attention.",
    },
    update: {
      says: "A newer version waits. It comes when you lock the tablet with no clock running.",
      do: "Lock the tablet once.",
    },
  },
  missing: {
    title: "Never arrived",
    gap: (name: string, numbers: string) => `From tablet “${name}”: changes ${numbers}`,
    empty: (name: string) => `Tablet “${name}” came back empty. What it had not sent may be gone.`,
    between: (after: string, before: string) =>
      after && before
        ? `made between ${after} and ${before}`
        : after
          ? `made after ${after}`
          : before
            ? `made before ${before}`
            : "",
    heard: (time: string) => `last heard from ${time}`,
  },
} as const;

export type WarningId = keyof typeof health.warn;
