/** Rows of numbers in typed arrays, one array a column, whose ids are used again once released. */
export class Rows<Column extends string> {
  readonly columns: Record<Column, Float64Array>;
  private readonly names: readonly Column[];
  private free = new Int32Array(1024);
  private freed = 0;
  private next = 0;
  private capacity = 1024;

  constructor(names: readonly Column[]) {
    this.names = names;
    this.columns = Object.fromEntries(names.map((name) => [name, new Float64Array(this.capacity)])) as Record<
      Column,
      Float64Array
    >;
  }

  /** Rows that are taken and not released. */
  get live(): number {
    return this.next - this.freed;
  }

  /** A row with whatever the one before left in it: set every column. */
  take(): number {
    if (this.freed > 0) return this.free[--this.freed]!;
    if (this.next === this.capacity) this.grow();
    return this.next++;
  }

  release(id: number): void {
    this.free[this.freed++] = id;
  }

  private grow(): void {
    this.capacity *= 2;
    for (const name of this.names) {
      const wider = new Float64Array(this.capacity);
      wider.set(this.columns[name]);
      this.columns[name] = wider;
    }
    const free = new Int32Array(this.capacity);
    free.set(this.free);
    this.free = free;
  }
}
