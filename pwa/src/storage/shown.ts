/** Base with the pending work replayed: what was replayed before is not replayed again for one more tap. */
import { replay } from "../domain/replay";
import type { Replayed } from "../domain/replay-rows";
import type { Author, Rows } from "../domain/types";

export class Shown {
  private last: { base: Rows; mutations: readonly Replayed[]; rows: Rows } | null = null;

  /** The rows to show; goes on from the last ones while base is the same and work was only added. */
  rows(base: Rows, mutations: readonly Replayed[], author: Author): Rows {
    const { last } = this;
    const goesOn =
      last !== null && last.base === base && last.mutations.every((one, i) => one === mutations[i]);
    const rows = goesOn
      ? replay(last.rows, mutations.slice(last.mutations.length), author)
      : replay(base, mutations, author);
    this.last = { base, mutations, rows };
    return rows;
  }

  forget(): void {
    this.last = null;
  }
}
