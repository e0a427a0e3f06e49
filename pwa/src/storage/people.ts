/**
 * Who set a PIN on this tablet, in clear: opaque ids and how staff are shown on the
 * lock screen. Also whether the browser promised not to evict our storage.
 */
import type { DBSchema, IDBPDatabase } from "idb";
import type { Person } from "./api";
import { open, type Steps, strictly } from "./database";

export type Persistence = "granted" | "refused" | "unsupported";

interface PeopleSchema extends DBSchema {
  people: { key: string; value: Person };
  tablet: { key: string; value: { id: "persistence"; asked_at: number; answer: Persistence } };
}

const STEPS: Steps<PeopleSchema> = [
  (database) => {
    database.createObjectStore("people", { keyPath: "clinician_id" });
    database.createObjectStore("tablet", { keyPath: "id" });
  },
];

async function withPeople<T>(act: (database: IDBPDatabase<PeopleSchema>) => Promise<T>): Promise<T> {
  const database = await open("kinesync-people", STEPS, () => {});
  try {
    return await act(database);
  } finally {
    database.close();
  }
}

/** Everyone who can unlock this tablet. */
export function openPeople(): Promise<Person[]> {
  return withPeople((database) => database.getAll("people"));
}

export function rememberPerson(person: Person): Promise<void> {
  return withPeople((database) =>
    strictly(database, ["people"], async (tx) => {
      await tx.objectStore("people").put(person);
    }),
  );
}

/** "Rowan Tester" is shown as "Rowan T.". */
export function shownAs(name: string): string {
  const [first = "", ...rest] = name.trim().split(/\s+/);
  const last = rest.at(-1)?.[0];
  return last ? `${first} ${last}.` : first;
}

/** Whether the browser keeps our storage, without asking the person. */
export async function persistenceNow(): Promise<Persistence> {
  if (typeof navigator === "undefined" || !navigator.storage?.persisted) return "unsupported";
  return (await navigator.storage.persisted()) ? "granted" : "refused";
}

/** Ask the browser to keep our storage under pressure; some ask the person, who may take their time. */
export async function askToPersist(): Promise<Persistence> {
  if (typeof navigator === "undefined" || !navigator.storage?.persist) return "unsupported";
  return (await navigator.storage.persist()) ? "granted" : "refused";
}
