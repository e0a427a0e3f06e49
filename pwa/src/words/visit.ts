/** Words of a visit's screen beside the clock: what was done, the plan of care, what is missing, billing. */
import { count } from "./grammar";

export const visit = {
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
    measures: "Measures",
    addMeasure: "Add measure",
    plan: "Plan of care",
    progress: "Goals and progress",
    moved: { better: "better", worse: "worse", same: "unchanged" },
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

  plan: {
    visits: "Visits",
    visitsOf: (done: number, planned: number | null) =>
      planned === null ? String(done) : `${done} of ${planned}`,
    report: "Progress report",
    byVisit: (visit: number) => `by visit ${visit}`,
    certified: "Certified to",
    authorized: "Authorized",
    authorizedUntil: (visits: number | null, used: number, until: string | null) =>
      [visits === null ? null : `${used} of ${visits} used`, until && `to ${until}`]
        .filter(Boolean)
        .join(", "),
  },

  sections: {
    title: "In your words",
    under: "Stands in the note beside what is built from the record.",
    phrases: "Own phrases",
    keep: "Keep as a phrase",
    letGo: (text: string) => `Let go of “${text}”`,
    edit: "Edit phrases",
    edited: "Done",
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
};
