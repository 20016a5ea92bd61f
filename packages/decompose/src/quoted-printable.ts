const LF = 0x0a;
const CR = 0x0d;
const EQUALS = 0x3d;
const SPACE = 0x20;
const TAB = 0x09;
/** White space at a line's end is padding of the transport; a longer run is taken for content, so that none is held for ever. */
const MOST_PADDING = 1024;

const hex = (byte: number): number =>
  byte >= 0x30 && byte <= 0x39
    ? byte - 0x30
    : byte >= 0x41 && byte <= 0x46
      ? byte - 55
      : byte >= 0x61 && byte <= 0x66
        ? byte - 87
        : -1;

/** Where the decoder stands within an escape. */
type State = "text" | "equals" | "padded" | "return" | "digit";

/** Decodes quoted-printable (RFC 2045, section 6.7) while it passes; holds a few bytes, however long a line is. */
class Decoder {
  #state: State = "text";
  #digit = 0;
  #padding: number[] = [];
  #out = Buffer.alloc(0);
  #length = 0;

  decode(chunk: Uint8Array): Uint8Array {
    this.#out = Buffer.allocUnsafe(chunk.length + this.#padding.length + 4);
    this.#length = 0;
    for (const byte of chunk) this.#take(byte);
    return this.#out.subarray(0, this.#length);
  }

  /** An escape that was begun and never ended stands for itself. */
  end(): Uint8Array {
    const rest = this.#state === "equals" ? [EQUALS] : this.#state === "digit" ? [EQUALS, this.#digit] : [];
    return Uint8Array.from(rest);
  }

  #emit(byte: number): void {
    this.#out[this.#length++] = byte;
  }

  #take(byte: number): void {
    switch (this.#state) {
      case "text":
        this.#text(byte);
        return;
      case "equals":
        if (byte === LF) this.#state = "text";
        else if (byte === CR) this.#state = "return";
        else if (byte === SPACE || byte === TAB) this.#state = "padded";
        else if (hex(byte) >= 0) {
          this.#digit = byte;
          this.#state = "digit";
        } else this.#literal([EQUALS], byte);
        return;
      case "padded":
        if (byte === LF) this.#state = "text";
        else if (byte === CR) this.#state = "return";
        else if (byte !== SPACE && byte !== TAB) this.#literal([EQUALS, SPACE], byte);
        return;
      case "return":
        this.#state = "text";
        if (byte !== LF) this.#text(byte);
        return;
      case "digit":
        if (hex(byte) >= 0) {
          this.#state = "text";
          this.#emit(hex(this.#digit) * 16 + hex(byte));
        } else this.#literal([EQUALS, this.#digit], byte);
    }
  }

  #literal(bytes: readonly number[], next: number): void {
    this.#state = "text";
    for (const byte of bytes) this.#emit(byte);
    this.#text(next);
  }

  #text(byte: number): void {
    if (byte === SPACE || byte === TAB) {
      this.#padding.push(byte);
      if (this.#padding.length > MOST_PADDING) this.#keepPadding();
      return;
    }
    if (byte === LF || byte === CR) this.#padding = [];
    else if (this.#padding.length > 0) this.#keepPadding();
    if (byte === EQUALS) this.#state = "equals";
    else this.#emit(byte);
  }

  #keepPadding(): void {
    for (const byte of this.#padding) this.#emit(byte);
    this.#padding = [];
  }
}

export async function* quotedPrintable(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = new Decoder();
  for await (const chunk of input) {
    const decoded = decoder.decode(chunk);
    if (decoded.length > 0) yield decoded;
  }
  const rest = decoder.end();
  if (rest.length > 0) yield rest;
}
