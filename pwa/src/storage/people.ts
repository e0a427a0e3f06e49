/**
 * Who set a PIN on this tablet, in clear: opaque ids and how staff are shown on the
 * lock screen. Also whether the browser promised not to evict our storage.
 */
import type { DBSchema, IDBPDatabase } from "idb";
import type { Person } from "./api";
import { open, strictly } from "./database";

export type Persistence = "granted" | "refused" | "unsupported";

interface PeopleSchema extends DBSchema {
  people: { key: string; value: Person };
  tablet: { key: string; value: { id: "persistence"; asked_at: number; answer: Persistence } };
}

async function withPeople<T>(act: (database: IDBPDatabase<PeopleSchema>) => Promise<T>): Promise<T> {
  const database = await open<PeopleSchema>(
    "kinesync-people",
    1,
    () => {},
    (created) => {
      created.createObjectStore("people", { keyPath: "clinician_id" });
      created.createObjectStore("tablet", { keyPath: "id" });
    },
  );
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

/** Ask the browser to keep our storage under pressure, and keep its answer for Settings. */
export async function askToPersist(now: number): Promise<Persistence> {
  const answer = await persistence();
  await withPeople((database) =>
    strictly(database, ["tablet"], async (tx) => {
      await tx.objectStore("tablet").put({ id: "persistence", asked_at: now, answer });
    }),
  );
  return answer;
}

/** What the browser answered last; null when it was never asked. */
export function findPersistence(): Promise<Persistence | null> {
  return withPeople(async (database) => (await database.get("tablet", "persistence"))?.answer ?? null);
}

async function persistence(): Promise<Persistence> {
  if (typeof navigator === "undefined" || !navigator.storage?.persist) return "unsupported";
  return (await navigator.storage.persist()) ? "granted" : "refused";
}
