/** Words of what a visit was before: versions that lost, a void, a move to another patient. */
export const history = {
  title: "Earlier versions",
  under: "These lost against another version. They stay with the visit and are not part of the note.",
  whose: (name: string, tablet: string, time: string) =>
    [name, tablet && `on ${tablet}`, time].filter(Boolean).join(", "),
  decided: (name: string, time: string) => `decided by ${name}, ${time}`,
  field: (name: string) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " "),
  void: {
    title: "This visit is void",
    reason: (reason: string) => `Reason: ${reason}`,
    kept: "Everything in it stays and can be read. Nothing in it is billed.",
    movedTo: "Everything in it was entered anew on another patient's visit.",
    movedFrom: "Part of this visit was moved here from another patient's visit, which is void now.",
    open: "Open the other visit",
    id: (id: string) => `Visit ${id.slice(-8)}`,
    onlyHere: "only on this tablet so far",
  },
  wrong: {
    title: "Wrong patient?",
    under: "Nothing is deleted: the visit stays, marked as void, and says where its content went.",
    move: "Move to another patient",
    void: "Void visit",
    voidUnder: "For a visit that did not take place, or was recorded twice.",
    moveUnder: (name: string) =>
      `Everything recorded for ${name} is entered anew on the other patient's visit. This visit becomes void. Works without a network.`,
    to: "To whom",
    none: "No other patient of your caseload has an open plan of care.",
    patient: (name: string, birth: string) => `${name}, born ${birth}`,
    into: {
      open: (time: string) => `into the visit that began ${time}`,
      planned: (time: string) => `into the appointment at ${time}`,
      new: "as a new visit of that day",
    },
    reason: "Reason",
    reasons: ["Recorded on the wrong patient", "Did not take place", "Recorded twice"],
    otherReason: "In your words",
    reasonNeeded: "Say why.",
    patientNeeded: "Choose the patient.",
    signedStays:
      "The visit is signed. The signature stays with the void visit; the other one must be signed anew.",
    clockStops: "A clock runs in this visit. It stops now.",
    colleagues: "What colleagues recorded goes along, under their names.",
    goals: "Goals, attestations and addenda do not go along: they belong to this patient.",
    confirmVoid: "Void this visit",
    confirmMove: "Move it",
    cancel: "Cancel",
  },
} as const;
