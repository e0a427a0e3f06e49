/**
 * Who is at the tablet: signed in, setting a PIN, locked, open, or working online.
 *
 * Therapists and assistants set a PIN and work from an encrypted vault. Everybody
 * else works online; nothing of theirs is kept.
 */
import { computed, signal } from "@preact/signals";
import { uuid7 } from "../domain/ids";
import { offsetMinutes } from "../domain/time";
import {
  askToPersist,
  type Clinician,
  enrol,
  type LockReason,
  type LockScreen,
  lockScreen,
  type Organization,
  openPeople,
  type Person,
  renewLease,
  StorageFault,
  type StorageFaultKind,
  stopWhileLocked,
  UnlockFault,
  unlock,
  type Vault,
} from "../storage";
import { ApiFault, call } from "../sync";
import { localZone, monotonic, PAGE_RUN, tickWith } from "./clock";
import { forget, remember, remembered } from "./remembered";
import { tabletName } from "./settings";
import { followSync, stopSync, syncNow } from "./sync";
import { showVault, vault } from "./vault";

export interface SignedIn {
  clinician: Clinician;
  organization: Organization;
}

/** Why the sign-in form is shown, when there is more to say than "sign in". */
export type SignInReason = "someone-else" | "lease-expired" | "shredded" | "forgotten" | "no-storage";

export type Stage =
  | { at: "starting" }
  | { at: "sign-in"; why: SignInReason | null; person: Person | null }
  | { at: "set-pin"; signedIn: SignedIn }
  | { at: "locked"; person: Person; screen: LockScreen; why: LockReason | null }
  /** Nothing can be read here now: an older page than what is stored, or a browser that gives nothing out. */
  | { at: "shut"; why: StorageFaultKind }
  | { at: "open" }
  | { at: "online"; signedIn: SignedIn };

export const stage = signal<Stage>({ at: "starting" });
/** Everyone who set a PIN on this tablet. */
export const people = signal<readonly Person[]>([]);

/** The roles of whoever works now. */
export const roles = computed<readonly string[]>(() => {
  if (stage.value.at === "online") return stage.value.signedIn.clinician.roles;
  return vault.value?.clinician.roles ?? [];
});

const LAST_PERSON = "kinesync-last";
/** Says that somebody without a PIN signed in here, so that a reload asks whether they still are. */
const ONLINE = "kinesync-online";

/** Find out who was here: a lock screen for the last person, else a session, else the sign-in form. */
export async function begin(): Promise<void> {
  const last = remembered(LAST_PERSON);
  const screen = last === null ? null : lockScreen(last); // read beside the list of people, not after it
  screen?.catch(() => {}); // told by showLock
  try {
    people.value = await openPeople();
  } catch (cause) {
    if (!(cause instanceof StorageFault)) throw cause;
    stage.value = { at: "sign-in", why: "no-storage", person: null };
    return;
  }
  const person = people.value.find((one) => one.clinician_id === last) ?? people.value.at(-1);
  if (person) return showLock(person, null, person.clinician_id === last ? screen : null);
  const signedIn = remembered(ONLINE) ? await findSession() : null;
  if (signedIn) await signedInAs(signedIn);
  else stage.value = { at: "sign-in", why: null, person: null };
}

async function findSession(): Promise<SignedIn | null> {
  try {
    return await call<SignedIn>("GET", "/api/session");
  } catch (cause) {
    if (!(cause instanceof ApiFault)) throw cause;
    if (cause.status === 401) forget(ONLINE);
    return null;
  }
}

/** Sign in with the server. Rejects with ApiFault: its type says whether a code is asked for. */
export async function signIn(email: string, password: string, code: string): Promise<void> {
  const body = { email: email.trim(), password, ...(code ? { code } : {}) };
  const signedIn = await call<SignedIn>("POST", "/api/session", body);
  if (vault.value && vault.value.clinician.id === signedIn.clinician.id) return syncNow();
  await signedInAs(signedIn);
}

async function signedInAs(signedIn: SignedIn): Promise<void> {
  if (!setsPin(signedIn.clinician)) {
    remember(ONLINE, "1");
    stage.value = { at: "online", signedIn };
    return;
  }
  const known = people.value.find((one) => one.clinician_id === signedIn.clinician.id);
  if (known && (await stillOpens(known))) return showLock(known);
  stage.value = { at: "set-pin", signedIn };
}

function setsPin({ roles: held }: Clinician): boolean {
  return held.includes("therapist") || held.includes("assistant");
}

/** The tablet is revoked or not known: any other answer may pass, and a new PIN would cost the drafts. */
const GONE: readonly number[] = [403, 404, 409];

/** Whether the keys are still here; their lease is renewed on the way. */
async function stillOpens(person: Person): Promise<boolean> {
  const screen = await lockScreen(person.clinician_id);
  if (screen.shredded) return false;
  try {
    const device = await enrolDevice(person.device_id);
    await renewLease(person.clinician_id, device.server_half);
    return true;
  } catch (cause) {
    if (cause instanceof UnlockFault) return false;
    if (cause instanceof ApiFault) return !(cause.kind === "problem" && GONE.includes(cause.status));
    throw cause;
  }
}

interface EnrolledDevice {
  server_half: string;
  upload_token: string;
}

function enrolDevice(id: string): Promise<EnrolledDevice> {
  return call<EnrolledDevice>("POST", "/api/devices", { id, name: tabletName.value });
}

/** Call this tablet otherwise, here and on the server. Rejects with ApiFault, and then nothing changed. */
export async function renameTablet(name: string): Promise<void> {
  const before = tabletName.value;
  tabletName.value = name.trim().slice(0, 60);
  try {
    if (vault.value) await enrolDevice(vault.value.deviceId);
  } catch (cause) {
    tabletName.value = before;
    throw cause;
  }
}

/** Set the PIN of this tablet. Rejects with PinRefused, ApiFault or StorageFault. */
export async function setPin({ clinician, organization }: SignedIn, pin: string): Promise<void> {
  const deviceId = uuid7(Date.now());
  const device = await enrolDevice(deviceId);
  const { server_half: serverHalf, upload_token: uploadToken } = device;
  const opened = await enrol({ clinician, organization, deviceId, serverHalf, uploadToken, pin });
  people.value = await openPeople();
  show(opened);
  void askToPersist();
}

/** Open the vault with a PIN. Rejects with UnlockFault or StorageFault. */
export async function unlockWith(person: Person, pin: string): Promise<void> {
  try {
    show(await unlock(person.clinician_id, pin));
  } catch (cause) {
    if (!(cause instanceof UnlockFault)) throw cause;
    if (cause.kind === "shredded" || cause.kind === "lease-expired") askSignIn(cause.kind, person);
    throw cause;
  }
}

function show(opened: Vault): void {
  const { id } = opened.clinician;
  remember(LAST_PERSON, id);
  showVault(opened, (why) => void locked(id, why));
  const fact = opened.running();
  if (fact) tickWith(Date.parse(fact.started_at));
  followSync(opened);
  stage.value = { at: "open" };
}

async function locked(clinicianId: string, why: LockReason): Promise<void> {
  stopSync();
  const person = people.value.find((one) => one.clinician_id === clinicianId);
  if (!person) return askSignIn("forgotten", null);
  if (why === "lease") return askSignIn("lease-expired", person);
  if (why === "shredded") return askSignIn("shredded", person);
  await showLock(person, why);
}

/** Show the lock screen of somebody: the clock, and a field for the PIN. */
export async function showLock(
  person: Person,
  why: LockReason | null = null,
  reading: Promise<LockScreen> | null = null,
): Promise<void> {
  try {
    const screen = await (reading ?? lockScreen(person.clinician_id));
    if (screen.running) tickWith(Date.parse(screen.running.started_at));
    stage.value = { at: "locked", person, screen, why };
  } catch (cause) {
    if (!(cause instanceof StorageFault)) throw cause;
    stage.value = { at: "shut", why: cause.kind };
  }
}

/** Stop or pause the running clock from the lock screen; the screen changes when it is on disk. */
export async function stopFromLock(because: "stop" | "pause"): Promise<void> {
  const { value } = stage;
  if (value.at !== "locked" || !value.screen.running) return;
  const at = Date.now();
  await stopWhileLocked(value.person.clinician_id, {
    segment_id: value.screen.running.segment_id,
    ended_at: new Date(at).toISOString(),
    because,
    zone: localZone(at),
    offset_minutes: offsetMinutes(at),
    page_run_id: PAGE_RUN,
    monotonic_ms: monotonic(),
  });
  await showLock(value.person);
}

export function askSignIn(why: SignInReason | null, person: Person | null): void {
  stage.value = { at: "sign-in", why, person };
}

/** Leave: a vault is locked, an online session is ended on the server too. */
export async function leave(): Promise<void> {
  if (vault.value) return vault.value.lock("asked");
  try {
    await call("DELETE", "/api/session");
  } catch (cause) {
    if (!(cause instanceof ApiFault)) throw cause;
  }
  forget(ONLINE);
  stage.value = { at: "sign-in", why: null, person: null };
}
