/** Older segments than this many bytes of text are forgotten: whoever reads the text asks for places soon after it. */
const KEPT = 2 ** 21;
const FIRST_ROOM = 256;

/** Maps places of a text that was made from a file to places of the file. Segments are added in order. */
export class Places {
  /** Where a segment begins in the text, in the file, and how many bytes of the file one byte of its text stands for. */
  #text = new Float64Array(FIRST_ROOM);
  #file = new Float64Array(FIRST_ROOM);
  #ratio = new Float32Array(FIRST_ROOM);
  /** Line ends before the segment that the text has and the file does not. */
  #lines = new Float64Array(FIRST_ROOM);
  #count = 1;
  #added = 0;

  constructor() {
    this.#ratio[0] = 1;
  }

  /** From `text` on, the text stands for the file from `file` on. A ratio of 0 is a replacement: all of it is that place. */
  add(text: number, file: number, ratio = 1, lines = 0): void {
    this.#added += lines;
    if (this.#text[this.#count - 1] === text) this.#count--;
    if (this.#count === this.#text.length) this.#makeRoom(text);
    this.#text[this.#count] = text;
    this.#file[this.#count] = file;
    this.#ratio[this.#count] = ratio;
    this.#lines[this.#count] = this.#added;
    this.#count++;
  }

  /** Where something that begins at `at` begins in the file. */
  start(at: number): number {
    return this.#within(this.#find(at), at);
  }

  /** Where something that ends before `at` ends in the file. */
  end(at: number): number {
    if (at === 0) return 0;
    const segment = this.#find(at - 1);
    if (this.#ratio[segment] === 0 && segment + 1 < this.#count) return this.#file[segment + 1] as number;
    return this.#within(segment, at);
  }

  /** Line ends before `at` that are not in the file. */
  addedLines(at: number): number {
    return this.#lines[this.#find(at)] as number;
  }

  #within(segment: number, at: number): number {
    const distance = (at - (this.#text[segment] as number)) * (this.#ratio[segment] as number);
    return (this.#file[segment] as number) + Math.round(distance);
  }

  /** The last segment that begins at or before `at`. */
  #find(at: number): number {
    let low = 0;
    let high = this.#count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#text[middle] as number) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #makeRoom(text: number): void {
    const first = this.#find(text - KEPT);
    const keep = this.#count - first;
    const room = keep * 2 > this.#text.length ? this.#text.length * 2 : this.#text.length;
    const moved = <T extends Float64Array | Float32Array>(from: T, to: T): T => {
      to.set(from.subarray(first, this.#count));
      return to;
    };
    this.#text = moved(this.#text, new Float64Array(room));
    this.#file = moved(this.#file, new Float64Array(room));
    this.#ratio = moved(this.#ratio, new Float32Array(room));
    this.#lines = moved(this.#lines, new Float64Array(room));
    this.#count = keep;
  }
}
