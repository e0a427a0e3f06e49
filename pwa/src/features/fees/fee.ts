/** A row of the fee table as the server tells it. */

export interface Fee {
  id: string;
  code: string;
  cents: number;
  effective_from: string;
  by_name: string;
  created_at: string;
}

/** The ids of the rows that count on a day: of each code the latest date that has come, of one date the last entered. */
export function counting(fees: readonly Fee[], day: string): ReadonlySet<string> {
  const held = new Map<string, Fee>();
  for (const one of fees) {
    if (one.effective_from > day) continue;
    const before = held.get(one.code);
    if (!before || isLater(one, before)) held.set(one.code, one);
  }
  return new Set([...held.values()].map((one) => one.id));
}

function isLater(one: Fee, other: Fee): boolean {
  if (one.effective_from !== other.effective_from) return one.effective_from > other.effective_from;
  return one.created_at > other.created_at;
}
