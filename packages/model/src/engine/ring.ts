/** A first-in, first-out queue of ids in a typed array that grows. */
export class Ring {
  private items = new Int32Array(16);
  private head = 0;
  length = 0;

  push(id: number): void {
    if (this.length === this.items.length) this.grow();
    this.items[(this.head + this.length) & (this.items.length - 1)] = id;
    this.length += 1;
  }

  /** The oldest id, which stays; undefined where the ring is empty. */
  peek(): number | undefined {
    return this.length > 0 ? this.items[this.head] : undefined;
  }

  shift(): number {
    if (this.length === 0) throw new RangeError("The ring is empty");
    const id = this.items[this.head]!;
    this.head = (this.head + 1) & (this.items.length - 1);
    this.length -= 1;
    return id;
  }

  private grow(): void {
    const items = new Int32Array(this.items.length * 2);
    for (let at = 0; at < this.length; at += 1) items[at] = this.items[(this.head + at) & (this.items.length - 1)]!;
    this.items = items;
    this.head = 0;
  }
}
