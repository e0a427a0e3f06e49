/** The rows as screens read them: a table an entity, each a new object only when it has changed. */
import type { EntityName, Rows } from "../domain/types";
import { ENTITY_NAMES, emptyRows } from "../domain/types";

export class Tables {
  private rows: Rows = emptyRows();
  /** Tables that nobody has seen yet: they may still be changed in place. */
  private readonly fresh = new Map<string, Map<string, unknown>>();

  /** Put a row, or take it away with null. An entity that this app does not know is left out. */
  put(entity: string, id: string, row: object | null): void {
    const table = this.fresh.get(entity) ?? this.begin(entity);
    if (row) table?.set(id, row);
    else table?.delete(id);
  }

  /** The same object, and in it the same tables, until something is put. */
  shown(): Rows {
    if (this.fresh.size > 0) {
      this.rows = { ...this.rows, ...Object.fromEntries(this.fresh) };
      this.fresh.clear();
    }
    return this.rows;
  }

  private begin(entity: string): Map<string, unknown> | null {
    if (!ENTITY_NAMES.includes(entity as EntityName)) return null;
    const table = new Map<string, unknown>(this.rows[entity as EntityName]);
    this.fresh.set(entity, table);
    return table;
  }
}
