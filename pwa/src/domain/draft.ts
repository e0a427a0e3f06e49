/** A table that may be written to without changing the one it was made of; it copies at the first write. */
export class Draft<T> extends Map<string, T> {
  private table: ReadonlyMap<string, T>;
  private own: Map<string, T> | null = null;

  constructor(table: ReadonlyMap<string, T>) {
    super();
    this.table = table;
  }

  /** The table as it is now: the very one given, when nothing was written. */
  result(): ReadonlyMap<string, T> {
    return this.table;
  }

  override get size(): number {
    return this.table?.size ?? 0; // the constructor of Map asks before there is a table
  }

  override get(key: string): T | undefined {
    return this.table.get(key);
  }

  override has(key: string): boolean {
    return this.table.has(key);
  }

  override set(key: string, value: T): this {
    this.copy().set(key, value);
    return this;
  }

  override delete(key: string): boolean {
    return this.copy().delete(key);
  }

  override clear(): void {
    this.copy().clear();
  }

  override keys(): MapIterator<string> {
    return this.table.keys() as MapIterator<string>;
  }

  override values(): MapIterator<T> {
    return this.table.values() as MapIterator<T>;
  }

  override entries(): MapIterator<[string, T]> {
    return this.table.entries() as MapIterator<[string, T]>;
  }

  override [Symbol.iterator](): MapIterator<[string, T]> {
    return this.entries();
  }

  override forEach(act: (value: T, key: string, map: Map<string, T>) => void): void {
    for (const [key, value] of this.table) act(value, key, this);
  }

  private copy(): Map<string, T> {
    this.own ??= new Map(this.table);
    this.table = this.own;
    return this.own;
  }
}
