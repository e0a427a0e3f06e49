/**
 * Rows of a table by one of their fields, without looking at all of them each time.
 *
 * Tables are never changed, only replaced (see storage/tables.ts and replay.ts), so what
 * was found once holds as long as the table does.
 */
type Groups = Map<unknown, unknown[]>;

const known = new WeakMap<object, Map<string, Groups>>();

/** The rows whose `field` is `value`, in the order of the table. Only for tables that are shown. */
export function having<T extends object, F extends keyof T & string>(
  table: ReadonlyMap<string, T>,
  field: F,
  value: T[F],
): readonly T[] {
  return (groupsOf(table, field).get(value) ?? []) as T[];
}

function groupsOf<T extends object>(table: ReadonlyMap<string, T>, field: keyof T & string): Groups {
  const ofTable = known.get(table) ?? new Map<string, Groups>();
  known.set(table, ofTable);
  const found = ofTable.get(field);
  if (found) return found;
  const groups: Groups = new Map();
  for (const row of table.values()) {
    const group = groups.get(row[field]);
    if (group) group.push(row);
    else groups.set(row[field], [row]);
  }
  ofTable.set(field, groups);
  return groups;
}
