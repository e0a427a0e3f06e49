/** Sync: mutations up, changes down, and what the Sync pill says. */
export { ApiFault, type ApiFaultKind, call } from "./api";
export { createSync, type Sync } from "./loop";
export { uploadPart, uploadSealed } from "./sealed";
export type { SyncKind, SyncStatus } from "./status";
export type { Problem } from "./wire";
