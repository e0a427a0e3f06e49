/** Words of "Other care of the day": what somebody else did for the patient on the day of the visit. */
export const care = {
  title: "Other care of the day",
  under: "What somebody else did today, such as a chiropractor's adjustment.",
  add: "Add other care",
  code: "Code",
  codes: [
    { value: "98940", label: "98940 spine, 1 to 2 regions" },
    { value: "98941", label: "98941 spine, 3 to 4 regions" },
    { value: "98942", label: "98942 spine, 5 regions" },
    { value: "98943", label: "98943 not the spine" },
  ],
  another: "Another code",
  codeWrong: "A code has five characters, figures or capital letters.",
  /** Adjustments of the spine are told by its regions; every other code by any region. */
  ofSpine: ["98940", "98941", "98942"] as string[],
  spine: ["cervical spine", "thoracic spine", "lumbar spine", "sacrum", "pelvis"],
  regions: "Region",
  save: "Save other care",
  remove: "Remove",
  noRegions: "no region stated",
  onlyHere: "only on this tablet",
} as const;
