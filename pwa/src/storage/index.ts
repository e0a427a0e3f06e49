/** Storage: people, lock, vault. The only door to IndexedDB and to keys. */
export type * from "./api";
export {
  type PinFaultKind,
  StorageFault,
  type StorageFaultKind,
  UnlockFault,
  type UnlockFaultKind,
} from "./fault";
