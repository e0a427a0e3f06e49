/**
 * Every word of the tablet, in English. Desk pages, billing and Needs attention have their own files
 * beside this one, loaded with them.
 *
 * Short, plain, the subject first, no blame. Buttons are verbs. Another language is an
 * object of the same type (`Words`), so that nothing can be forgotten.
 */

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;
const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

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
    onlyHere: (number: number) => `${number} only on this tablet`,
    attention: (number: number) => `Needs attention: ${number}`,
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
    roles: {
      review: "a supervisor",
      billing: "a biller or a supervisor",
      devices: "an administrator or a supervisor",
    } as Record<string, string>,
  },

  signIn: {
    title: "Sign in",
    under: "With the address and password of your organization.",
    email: "Email",
    password: "Password",
    code: "Code",
    submit: "Sign in",
    busy: "Signing in",
    others: "Who works on this tablet",
    bothNeeded: "Enter both the address and the password.",
    wrong: "The address or the password is not right. Check both and try again.",
    codeNeeded: "Enter the code that your authenticator app shows now.",
    codeWrong: "This code is not right, or was used already. Enter the next one.",
    revoked: "This tablet was revoked by your organization. Ask your administrator.",
    noNetwork: "The server does not answer. Signing in needs the network; what is stored here stays.",
    notOurs:
      "Something else answered in place of the server, perhaps a hotspot that wants you to sign in first.",
    tooMany: (seconds: number) =>
      `Too many tries. Wait ${count(Math.ceil(seconds / 60), "minute", "minutes")}, then try again.`,
    serverTrouble: "The server is in trouble. Nothing is lost. Try again in a minute.",
    again: (waiting: number) =>
      waiting === 0
        ? "The server asks you to sign in again. You can go on working; new work stays on this tablet until then."
        : `The server asks you to sign in again. ${count(waiting, "change waits", "changes wait")} safely on this tablet and will be sent after it.`,
    why: {
      "someone-else": () => "",
      "lease-expired": (name: string) =>
        `This tablet was too long without the server. Sign in${name ? ` as ${name}` : ""} once; your work is still here and opens with your PIN.`,
      shredded: (name: string) =>
        `The PIN was wrong too often, so its key is gone. Sign in${name ? ` as ${name}` : ""} and set a new PIN. Work that was not sent is kept sealed and goes to the server.`,
      forgotten: () => "Sign in to work on this tablet.",
      "no-storage": () =>
        "This browser stores nothing, for example in a private window. Kinesync needs an ordinary window.",
    } as Record<string, (name: string) => string>,
  },

  pin: {
    title: "Set a PIN",
    under: (name: string) =>
      `${name}, this PIN opens your work on this tablet, also without a network. Six digits or more.`,
    pin: "PIN",
    repeat: "Repeat PIN",
    submit: "Use this PIN",
    busy: "Making your keys",
    differs: "The two PINs differ. Type the same one twice.",
    refused: {
      "too-short": "A PIN has six digits or more.",
      "not-digits": "A PIN has digits only.",
      common: "This PIN is among the first that others would try. Choose another.",
    },
  },

  lock: {
    title: "Locked",
    because: {
      idle: "Nobody touched the tablet for a while.",
      hidden: "The app was out of sight for a while.",
      elsewhere: "It was locked in another tab.",
    },
    running: "A clock is running",
    runningTime: "Running time",
    since: (time: string) => `since ${time} · nothing about the patient is shown here`,
    noPin: "Pause and Stop need no PIN.",
    someoneElse: "Someone else",
    erase: "Erase",
    unlock: "Unlock",
    busy: "Opening",
    wrongPin: (left: number, wait: number) =>
      `This PIN is not right. ${count(left, "try is", "tries are")} left${wait > 0 ? `, the next one in ${wait} seconds` : ""}.`,
    fault: {
      wait: (seconds: number) => `Too many wrong PINs. Wait ${Math.ceil(seconds)} seconds, then try again.`,
      shredded: () => "The PIN was wrong too often. Sign in to set a new one.",
      "lease-expired": () => "This tablet was too long without the server. Sign in once.",
      "not-enrolled": () => "No PIN is set for you on this tablet. Choose Someone else and sign in.",
      "no-key-worker": () => "The tablet could not work out the key. Close other apps and try again.",
    },
  },

  today: {
    title: "Today",
    next: "next",
    open: "Open visit",
    newVisit: "New visit",
    with: (names: string) => `with ${names}`,
    nothing: "No visits today.",
    nobody: "No patient is on your caseload yet. A supervisor adds you to a care team.",
    nothingYetOffline:
      "Nothing has come from the server yet, and it does not answer. Your visits appear when it does.",
    off: {
      cancelled: (reason: string) => (reason ? `Cancelled: ${reason}` : "Cancelled"),
      missed: (reason: string) => (reason ? `Missed: ${reason}` : "Missed"),
      scheduled: (reason: string) => reason,
    },
    status: { cancelled: "Cancelled", missed: "Missed", scheduled: "" },
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

  visit: {
    unknown: "This visit is not here",
    unknownUnder:
      "It may belong to a patient who is no longer on your caseload, or has not come from the server yet.",
    precautions: "Precautions",
    interventions: "Interventions",
    noInterventions: "Nothing recorded yet.",
    add: "Add intervention",
    unnamed: (code: string) => `Intervention under ${code}`,
    today: "Today",
    noDose: "no dose recorded",
    response: "Response?",
    by: (name: string) => `by ${name}`,
    adverse: "Adverse response",
    lastTime: "Last time",
    again: (name: string) => `${name}, as last time`,
    limits: {
      systolic_max: (bound: number) => `Systolic under ${bound}`,
      systolic_min: (bound: number) => `Systolic over ${bound}`,
      diastolic_max: (bound: number) => `Diastolic under ${bound}`,
      diastolic_min: (bound: number) => `Diastolic over ${bound}`,
      heart_rate_max: (bound: number) => `Heart rate under ${bound}`,
      heart_rate_min: (bound: number) => `Heart rate over ${bound}`,
      spo2_min: (bound: number) => `SpO₂ over ${bound} %`,
      exertion_max: (bound: number) => `Exertion under ${bound} of 10`,
      pain_after_max: (bound: number) => `Pain under ${bound} of 10`,
    } as Record<string, (bound: number) => string>,
  },

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

  repair: {
    long: (code: string, hours: number) =>
      `${code} ran for more than ${count(hours, "hour", "hours")}. Is its time right?`,
    slept: (code: string, from: string, to: string) =>
      `The tablet slept from ${from} to ${to} while ${code} ran. The clock went on. Is its time right?`,
    "clock-set": (code: string, from: string, to: string) =>
      `The tablet's own clock jumped from ${from} to ${to} while ${code} ran. Is its time right?`,
    correct: "Correct the time",
    right: "It is right",
  },

  untimed: {
    title: "Untimed codes",
    add: (code: string) => `Add ${code}`,
    record: (code: string) => `Record ${code}`,
    remove: "Take out",
    minutes: "Minutes",
    minutesNeeded: "Say how many minutes it took.",
  },

  sections: {
    title: "In your words",
    under: "Stands in the note beside what is built from the record.",
    subjective: "Subjective",
    objective: "Objective",
    assessment: "Assessment",
    plan: "Plan",
  },

  before: {
    region: "Before signing",
    required: "Required",
    advised: "Advised",
    nothing: "Nothing is missing.",
    other: (name: string) => (name ? `Details of ${name}` : "More details"),
    element: {
      date: () => "Date of service",
      interventions: (code: string) => (code ? `Intervention under ${code}` : "An intervention"),
      total_timed_minutes: () => "Stop the running clock",
      total_treatment_minutes: () => "Treatment minutes",
      author: () => "Your name and credentials",
      contributors: () => "Who treated",
      adverse_action: (name: string) => `What was done about the adverse response to ${name}`,
      body_part: (name: string) => `Region of ${name}`,
      purpose: (name: string) => `Purpose of ${name}`,
      frequency: (name: string) => `Frequency of ${name}`,
      intensity: (name: string) => `Dose of ${name}`,
      duration: (name: string) => `Duration of ${name}`,
      progression: (name: string) => `Progression of ${name}`,
      response: (name: string) => `Response to ${name}`,
      skilled_need: (name: string) => `Why a therapist for ${name}`,
      outcome: () => "Outcome or assessment",
    } as Record<string, (name: string) => string>,
  },

  billing: {
    region: "Billing",
    preview: "Preview",
    serverDecides: "server decides",
    waiting: "The server decides when the visit has arrived there.",
    unknownPolicy: "No preview for this payer's policy. The server decides.",
    noLines: "No unit yet.",
    units: (number: number) => count(number, "unit", "units"),
    final: "Final",
    held: "Held",
    revision: (number: number, time: string) => `revision ${number} · ${time}`,
  },

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

  capture: {
    back: "Back to the visit",
    signed: "The visit is signed. Later words are added as an addendum.",
    whose: (name: string, birth: string, code: string) => `${name} · born ${birth} · under ${code}`,
    technique: "Technique",
    all: (number: number) => `All ${number}`,
    search: "Search techniques",
    useTyped: (text: string) => `Use “${text}” in your words`,
    ownWords: "In your words",
    code: "Code",
    under: (code: string) => `Recorded under ${code}`,
    otherCode: "Change",
    region: "Region",
    bodyMap: "Body map",
    front: "Front",
    backView: "Back",
    left: "L",
    right: "R",
    both: "Both sides",
    asList: "As a list",
    asMap: "As a map",
    dose: "Dose",
    last: (value: string) => `last ${value}`,
    asLastTime: "As last time",
    confirm: (number: number) => `Confirm ${number} copied`,
    notConfirmed: (number: number) =>
      `${count(number, "copied value is", "copied values are")} not confirmed and will not be saved.`,
    goals: "Goals",
    goal: (number: number) => `Goal ${number}:`,
    purpose: "Purpose",
    intensity: "Intensity",
    intensityWords: "Intensity in a word",
    intensities: ["Light", "Moderate", "High"],
    frequency: "Frequency",
    duration: "Duration",
    skilledNeed: "Why a therapist was needed",
    response: "Response",
    moreResponse: "Pain, exertion, vitals, adverse",
    tolerance: "Tolerance",
    quality: "Quality of movement",
    responseWords: "Response in your words",
    figure: {
      pain_before: "Pain before, 0 to 10",
      pain_after: "Pain after, 0 to 10",
      exertion: "Exertion, 0 to 10",
      heart_rate: "Heart rate",
      systolic: "Systolic",
      diastolic: "Diastolic",
      spo2: "SpO₂, %",
    },
    overLimit: (limit: number) => `At or over this patient's limit of ${limit}.`,
    underLimit: (limit: number) => `At or under this patient's limit of ${limit}.`,
    dizziness: "Dizziness",
    fatigue: "Fatigue",
    adverse: "Adverse response",
    adverseAction: "What was done about it",
    progression: "Progression",
    noLast: "No earlier dose of this technique in this plan of care.",
    proposed: (word: string, last: string, today: string) =>
      `Last time ${last}. Today ${today}. The figures say ${word.toLowerCase()}; tap to confirm.`,
    lastWas: (last: string) => `Last time ${last}.`,
    progressionReason: "Reason or criterion",
    nextStep: "Next step",
    saveRegion: "Save",
    save: "Save intervention",
    later: "Response and progression can follow later.",
    remove: "Take out",
    techniqueNeeded: "Choose a technique first.",
  },

  dose: {
    value: (value: string | number) => String(value),
    field: {
      sets: "Sets",
      reps: "Reps",
      hold_seconds: "Hold, seconds",
      rest_seconds: "Rest, seconds",
      level: "Level",
      position: "Position",
      surface: "Surface",
      support: "Support",
      base_of_support: "Base of support",
      vision: "Vision",
      dual_task: "Second task",
      equipment: "Equipment",
      resistance: "Resistance",
      assistance: "Help",
      cue_type: "Cues",
      cue_count: "Number of cues",
      errors: "Errors",
      losses_of_balance: "Losses of balance",
    },
    /** The stored word, and how it reads on a chip. */
    options: {
      position: {
        supine: "Supine",
        "side-lying": "Side-lying",
        sitting: "Sitting",
        kneeling: "Kneeling",
        standing: "Standing",
      },
      surface: { firm: "Firm", foam: "Foam", uneven: "Uneven", moving: "Moving" },
      support: { "two hands": "2 hands", "one hand": "1 hand", fingertips: "Fingertips", none: "None" },
      base_of_support: { apart: "Apart", together: "Together", tandem: "Tandem", "single leg": "Single leg" },
      vision: { "eyes open": "Open", "eyes closed": "Closed" },
      resistance: { none: "None", "light manual": "Light manual", "moderate manual": "Moderate manual" },
      assistance: {
        maximal: "Maximal",
        moderate: "Moderate",
        minimal: "Minimal",
        "contact guard": "Contact guard",
        standby: "Standby",
        independent: "Independent",
      },
      cue_type: { none: "None", verbal: "Words", touch: "Touch", manual: "Hands-on", visual: "Sight" },
    } as Record<string, Readonly<Record<string, string>>>,
  },

  more: {
    look: "Look and hand",
    theme: "Theme",
    themes: { system: "As the tablet", light: "Light", dark: "Dark" },
    hand: "Working hand",
    hands: { right: "Right", left: "Left" },
    tablet: "This tablet",
    kept: {
      granted: "The browser keeps what is stored here, also when space runs low.",
      refused: "The browser may clear what is stored here when space runs low. Installing the app helps.",
      unsupported: "This browser does not say whether it keeps what is stored here.",
    },
    changePin: "Change PIN",
    pinNow: "PIN now",
    pinNew: "New PIN",
    lock: "Lock",
    signOut: "Sign out",
    lockUnder: "Locking keeps everything here, encrypted. A running clock goes on.",
  },
};

export type Words = typeof en;
