import type { Places } from "./places.ts";

/** How far an editor may look back, and how far ahead. */
export const LOOK_BEHIND = 512;
export const LOOK_AHEAD = 1024;

/** `length` bytes are to be replaced, by nothing where `by` is empty; a bare number of bytes is to be kept. */
export type Edit = { length: number; by: Uint8Array } | number;

/** Replaces what a reader of the format would not see as it stands. */
export interface Editor {
  /** What an edit may begin with; longer ones first where one begins another. */
  marks: readonly Uint8Array[];
  /** `undefined`: nothing to do here. */
  edit(bytes: Buffer, at: number): Edit | undefined;
}

const LINE_FEED = 0x0a;

const lineEnds = (bytes: Uint8Array): number => {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) count++;
  return count;
};

/** Where each mark stands next, looked up again only when it was passed. */
class Marks {
  readonly #needles: { mark: Buffer; editor: Editor }[];
  readonly #next: number[];
  #window: Buffer = Buffer.alloc(0);

  constructor(editors: readonly Editor[]) {
    this.#needles = editors.flatMap((editor) => editor.marks.map((mark) => ({ mark: Buffer.from(mark), editor })));
    this.#next = this.#needles.map(() => -1);
  }

  search(window: Buffer): void {
    this.#window = window;
    this.#next.fill(-1);
  }

  /** The first mark at or after `from`. */
  after(from: number): { at: number; editor: Editor } | undefined {
    let best = -1;
    let at = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.#needles.length; i++) {
      let next = this.#next[i] as number;
      if (next < from) {
        const found = this.#window.indexOf(this.#needles[i]!.mark, from);
        next = found < 0 ? Number.POSITIVE_INFINITY : found;
        this.#next[i] = next;
      }
      if (next < at) {
        at = next;
        best = i;
      }
    }
    return best < 0 ? undefined : { at, editor: this.#needles[best]!.editor };
  }
}

/** A text with its edits made. What is made does not depend on how the text arrives in chunks. */
export async function* edited(
  chunks: AsyncIterable<Uint8Array>,
  editors: readonly Editor[],
  places: Places,
): AsyncGenerator<Uint8Array> {
  const marks = new Marks(editors);
  let window: Buffer = Buffer.alloc(0);
  /** Where the window begins in the input, and the first byte of it that is not handed on yet. */
  let base = 0;
  let at = 0;
  let made = 0;
  const advance = (isLast: boolean): Uint8Array[] => {
    const parts: Uint8Array[] = [];
    const limit = isLast ? window.length : window.length - LOOK_AHEAD;
    let end = window.length;
    const keepUntil = (to: number): void => {
      if (to > at) parts.push(window.subarray(at, to));
      made += to - at;
      at = to;
    };
    marks.search(window);
    for (let from = at; ; ) {
      const mark = marks.after(from);
      if (!mark) break;
      if (mark.at >= limit) {
        end = mark.at;
        break;
      }
      const edit = mark.editor.edit(window, mark.at);
      if (edit === undefined || typeof edit === "number") {
        from = mark.at + Math.max(1, edit ?? 1);
        continue;
      }
      keepUntil(mark.at);
      const { length, by } = edit;
      if (by.length > 0) {
        places.add(made, base + at, 0);
        parts.push(by);
        made += by.length;
      }
      const lines = lineEnds(by) - lineEnds(window.subarray(at, at + length));
      at += length;
      places.add(made, base + at, 1, lines);
      from = at;
    }
    keepUntil(Math.max(at, Math.min(end, window.length)));
    return parts;
  };
  const forget = (): void => {
    const from = Math.max(0, at - LOOK_BEHIND);
    window = window.subarray(from);
    base += from;
    at -= from;
  };
  for await (const chunk of chunks) {
    window = Buffer.concat([window, chunk]);
    const parts = advance(false);
    if (parts.length > 0) yield parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts);
    forget();
  }
  const parts = advance(true);
  if (parts.length > 0) yield Buffer.concat(parts);
}
