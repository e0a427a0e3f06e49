/** Storage: people, the lock, the vault. The only door to IndexedDB and to keys. */
import { createStorage } from "./storage";
import { browserTools } from "./tools";

export type * from "./api";
export type { RescueFile } from "./copies";
export {
  type PinFaultKind,
  PinRefused,
  StorageFault,
  type StorageFaultKind,
  UnlockFault,
  type UnlockFaultKind,
} from "./fault";
export { pinFault } from "./keys/pin";
export { askToPersist, openPeople, type Persistence, persistenceNow } from "./people";
export { createStorage, type Storage } from "./storage";

export const {
  enrol,
  unlock,
  lockScreen,
  getReady,
  stopWhileLocked,
  renewLease,
  nextSealed,
  sealedReceived,
  sealedCopies,
  rescueFile,
} = createStorage(browserTools);
