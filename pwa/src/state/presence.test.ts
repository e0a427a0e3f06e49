// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Vault } from "../storage";
import { NOON, ODESSA, openTestVault } from "./for-tests";
import { arrive, closeAppointment, leave, reopenAppointment, setPlace } from "./presence";
import { rows } from "./vault";
import { placeOf, todaysSlots } from "./visits";

let vault: Vault;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date", "performance"], now: NOON });
  vault = await openTestVault();
});

afterEach(() => {
  vault.lock();
  vi.useRealTimers();
});

const sent = () => vault.outbox().map(({ mutation }) => [mutation.kind, mutation.data] as const);
const visit = () => {
  const found = rows.value.visit.get(ODESSA.visit);
  if (!found) throw new Error("no visit");
  return found;
};
const appointment = () => {
  const found = rows.value.appointment.get(ODESSA.appointment);
  if (!found) throw new Error("no appointment");
  return found;
};

test("arriving begins the visit at its place and runs no clock", async () => {
  await arrive(ODESSA.visit, "12");

  expect(visit()).toMatchObject({ place_of_service: "12", started_at: "2026-11-23T17:00:00.000Z" });
  expect(rows.value.segment.size).toBe(0);
});

test("leaving ends the visit, and leaving again moves its end", async () => {
  await arrive(ODESSA.visit, "11");
  vi.setSystemTime(NOON + 45 * 60_000);
  await leave(visit());
  vi.setSystemTime(NOON + 50 * 60_000);
  await leave(visit());

  expect(visit().ended_at).toBe("2026-11-23T17:50:00.000Z");
});

test("a place that the first tap took wrongly is put right", async () => {
  await arrive(ODESSA.visit, "11");
  await setPlace(visit(), "12");

  expect(visit().place_of_service).toBe("12");
  expect(sent().at(-1)).toEqual(["visit.place", { place_of_service: "12" }]);
});

test("a visit is not held with its reason, and the patient can be expected again", async () => {
  await closeAppointment(appointment(), "refused", "Tired", "Not held: refused, Tired");
  expect(appointment()).toMatchObject({ status: "cancelled", closed_as: "refused", reason: "Tired" });

  await reopenAppointment(appointment());
  expect(appointment()).toMatchObject({ status: "scheduled", closed_as: null, reason: null });
  expect(sent().map(([kind]) => kind)).toEqual(["appointment.close", "appointment.reopen"]);
});

test("a visit that was opened for it is voided first, in the same write", async () => {
  await arrive(ODESSA.visit, "12");
  await closeAppointment(appointment(), "missed", "Not at home", "Not held: missed, Not at home");

  const [, voids, closes] = vault.outbox();
  expect(voids?.mutation.kind).toBe("visit.void");
  expect(closes?.mutation.depends_on).toContain(voids?.mutation.id);
  expect(visit().status).toBe("void");
  const slot = todaysSlots.value.find((one) => one.visitId === ODESSA.visit);
  expect([slot?.visit, slot?.appointment?.closed_as]).toEqual([null, "missed"]);
});

test("a visit at home takes place there, whatever clinic the appointment belongs to", () => {
  const planned = appointment();
  expect(placeOf(planned)).toBe("11");
  expect(placeOf({ ...planned, clinic_id: "c", place: "At home" })).toBe("12");
  expect(placeOf({ ...planned, place: "Homer Street clinic" })).toBe("11");
});
