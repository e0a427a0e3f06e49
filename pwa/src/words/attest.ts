/** Words of attestations and choices: what a clinician says to billing. Nothing here argues for a modifier. */
export const attest = {
  title: (one: string, two: string) => `Needs your attestation: ${one} and ${two}`,
  kxTitle: "Needs your attestation: KX",
  settle: (one: string, two: string) => `To settle: ${one} and ${two}`,
  look: "Look at the evidence",
  evidence: "What was recorded",
  timeline: (code: string, told: string) => `${code}: ${told}`,
  noClock: (minutes: number) => `${minutes} min, no clock`,
  elsewhere: "given by somebody else, no clock here",
  minutes: (minutes: number) => `${minutes} min`,
  regions: "Regions",
  noRegions: "not stated",
  basis: "On which basis were they distinct?",
  bases: [
    { value: "encounter", label: "Encounter", says: "They were given in separate sessions of the day." },
    { value: "structure", label: "Structure", says: "They treated different parts of the body." },
    { value: "practitioner", label: "Practitioner", says: "Different practitioners gave them." },
    {
      value: "non-overlapping",
      label: "Non-overlapping",
      says: "They were different services, given one after the other, and neither was part of the other.",
    },
  ],
  basisNeeded: "Choose the basis that is true. If none is, close this: the line stays held.",
  reason: "Reason (optional)",
  kxReason: "Why treatment beyond the amount is necessary",
  kxReasonNeeded: "Write the reason.",
  attest: "Attest",
  attestKx: "Attest that it is necessary",
  said: (basis: string) => `Attested: ${basis}`,
  saidKx: "Attested: necessary beyond the amount",
  onlyHere: "only on this tablet",
  onServer: "on the server, next revision follows",
  remedy: {
    "attestation-contradicted":
      "Both clocks ran at once. If a time is wrong, correct it. An attestation cannot outweigh the record.",
    "same-region":
      "A region is shared. If a region is wrong, correct it where it was recorded. An attestation cannot outweigh it.",
    "regions-missing":
      "State the regions of both procedures. An attestation counts only beside different regions.",
  } as Record<string, string>,
  ties: "Equal claims to a unit",
  tie: (between: string) => `${between} have the same minutes left over.`,
  isChosen: (code: string) => `${code} has the unit`,
  bases2: {
    preferred: "chosen by the clinician",
    "more total minutes": "default: more minutes in total",
    "order given": "default: it was treated first",
  } as Record<string, string>,
  choose: (code: string) => `Choose ${code} instead`,
  chosenHere: (code: string) => `${code} chosen`,
} as const;
