/** A paragraph longer than this is read in parts. */
const PARAGRAPH_BYTES = 4096;
const SHORTEST_LINE = 20;

const NEWLINE = 0x0a;
const SPACE = 0x20;

const isLetterOrSpace = (byte: number): boolean =>
  byte === SPACE || ((byte | 32) >= 0x61 && (byte | 32) <= 0x7a) || byte >= 0x80;

/** Sentences rather than data: at least four fifths letters and spaces. */
const isProse = (line: Uint8Array): boolean => {
  if (line.length < SHORTEST_LINE) return false;
  let letters = 0;
  for (const byte of line) if (isLetterOrSpace(byte)) letters += 1;
  return letters * 5 >= line.length * 4;
};

/** A paragraph as UTF-8, its line breaks turned into spaces, and where its first byte stands in the input. */
export type OnParagraph = (paragraph: Uint8Array, base: number) => void;

/** Cuts a stream into paragraphs of prose: neighbouring lines that read as sentences. Holds one paragraph at most. */
export class ProseReader {
  readonly #onParagraph: OnParagraph;
  #paragraph = new Uint8Array(PARAGRAPH_BYTES);
  #filled = 0;
  /** Where the line that is being read began, in the paragraph. */
  #lineFrom = 0;
  #offset = 0;
  #base = 0;

  constructor(onParagraph: OnParagraph) {
    this.#onParagraph = onParagraph;
  }

  push(chunk: Uint8Array): void {
    for (const byte of chunk) {
      if (this.#filled === 0) this.#base = this.#offset;
      this.#offset += 1;
      if (byte === NEWLINE) this.#endLine();
      else this.#paragraph[this.#filled++] = byte === 0x0d || byte === 0x09 ? SPACE : byte;
      if (this.#filled === PARAGRAPH_BYTES) this.#cut();
    }
  }

  end(): void {
    this.#endLine();
    this.#flush(this.#lineFrom);
  }

  #endLine(): void {
    if (isProse(this.#paragraph.subarray(this.#lineFrom, this.#filled))) {
      if (this.#filled < PARAGRAPH_BYTES) this.#paragraph[this.#filled++] = SPACE;
      this.#lineFrom = this.#filled;
    } else this.#flush(this.#lineFrom);
  }

  /** At the last space, so that a name is not torn; a line without one is no prose. */
  #cut(): void {
    const space = this.#paragraph.lastIndexOf(SPACE);
    const whole = isProse(this.#paragraph.subarray(this.#lineFrom, this.#filled));
    const keep = space > 0 ? this.#paragraph.slice(space + 1, this.#filled) : new Uint8Array();
    const keptAt = this.#offset - keep.length;
    this.#flush(whole ? Math.max(space, 0) : this.#lineFrom);
    this.#paragraph.set(keep);
    this.#filled = keep.length;
    this.#base = keptAt;
  }

  #flush(to: number): void {
    if (to >= SHORTEST_LINE) this.#onParagraph(this.#paragraph.slice(0, to), this.#base);
    this.#filled = 0;
    this.#lineFrom = 0;
  }
}
