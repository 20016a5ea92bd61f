/** What a scanner tells of the document. Names and texts are cut after `TEXT_LIMIT` bytes and have their escapes left in. */
export interface JsonHandler {
  open(kind: "object" | "array", at: number): void;
  close(at: number): void;
  key(name: string, at: number): void;
  scalar(type: "string" | "number" | "integer" | "boolean" | "null", text: string, at: number): void;
}

/** What many writers of JSON allow themselves, and many readers take. */
export type Leniency = "comments" | "trailing-commas" | "not-a-number";

export interface JsonError {
  message: string;
  at: number;
}

const TEXT_LIMIT = 512;
/** One byte of memory per level. */
export const DEPTH_LIMIT = 2 ** 20;

const OBJECT = 1;
const ARRAY = 2;

/** What may come next. */
type Expect = "value" | "value-or-close" | "key" | "key-or-close" | "colon" | "comma-or-close" | "end";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SLASH = 0x2f;
const STAR = 0x2a;
const LINE_FEED = 0x0a;
/** Between documents: record separators, and NUL bytes of what was cut. */
const isSeparator = (byte: number): boolean => byte === 0x1e || byte === 0;
const numberPattern = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const isSpace = (byte: number): boolean => byte === 32 || byte === 10 || byte === 13 || byte === 9;
const isPunctuation = (byte: number): boolean =>
  byte === 0x2c || byte === 0x3a || byte === 0x7b || byte === 0x7d || byte === 0x5b || byte === 0x5d || byte === QUOTE;

/**
 * Reads JSON (RFC 8259), one document or several that follow each other, of any size and shape in memory that grows only with its depth, by one byte a
 * level. Checks the grammar; stops at the first error.
 */
export class JsonScanner {
  readonly #handler: JsonHandler;
  #stack = new Uint8Array(64);
  #depth = 0;
  #expect: Expect = "value";
  #offset = 0;
  #mode: "between" | "string" | "word" | "slash" | "line-comment" | "block-comment" = "between";
  #escaped = false;
  #token = "";
  #tokenStart = 0;
  error: JsonError | undefined;
  /** Documents that follow each other, as `jq` and `kubectl` write them. */
  documents = 0;
  readonly leniencies = new Set<Leniency>();

  constructor(handler: JsonHandler) {
    this.#handler = handler;
  }

  write(chunk: Buffer): void {
    let i = 0;
    while (i < chunk.length && !this.error) {
      if (this.#mode === "string") i = this.#inString(chunk, i);
      else if (this.#mode === "word") i = this.#inWord(chunk, i);
      else if (this.#mode !== "between") i = this.#inComment(chunk, i);
      else i = this.#between(chunk, i);
    }
    this.#offset += chunk.length;
  }

  end(): void {
    if (this.error) return;
    if (this.#mode === "word") this.#word();
    if (this.error) return;
    if (this.#mode === "string") this.#fail("The document ends within a text", this.#tokenStart);
    else if (this.#depth > 0)
      this.#fail(`The document ends within ${this.#depth} open objects or arrays`, this.#offset);
    else if (this.#expect !== "end") this.#fail("The document is empty", this.#offset);
  }

  #fail(message: string, at: number): void {
    this.error ??= { message, at };
  }

  #between(chunk: Buffer, from: number): number {
    let i = from;
    while (i < chunk.length && (isSpace(chunk[i] as number) || (this.#depth === 0 && isSeparator(chunk[i] as number))))
      i++;
    if (i >= chunk.length) return i;
    const byte = chunk[i] as number;
    const at = this.#offset + i;
    if (byte === SLASH) {
      this.#mode = "slash";
      this.#tokenStart = at;
      return i + 1;
    }
    if (byte === QUOTE || !isPunctuation(byte)) {
      this.#mode = byte === QUOTE ? "string" : "word";
      this.#token = "";
      this.#tokenStart = at;
      return byte === QUOTE ? i + 1 : i;
    }
    this.#punctuation(byte, at);
    return i + 1;
  }

  #punctuation(byte: number, at: number): void {
    const isOpen = byte === 0x7b || byte === 0x5b;
    // One document ends and the next begins.
    if (isOpen && this.#expect === "end") this.#expect = "value";
    const expect = this.#expect;
    if (isOpen && (expect === "value" || expect === "value-or-close")) this.#open(byte === 0x7b ? OBJECT : ARRAY, at);
    else if (byte === 0x3a && expect === "colon") this.#expect = "value";
    else if (byte === 0x2c && expect === "comma-or-close")
      this.#expect = this.#stack[this.#depth - 1] === OBJECT ? "key" : "value";
    else if (byte === 0x7d && this.#closes(OBJECT, "key-or-close")) this.#close(at);
    else if (byte === 0x5d && this.#closes(ARRAY, "value-or-close")) this.#close(at);
    else this.#fail(`"${String.fromCharCode(byte)}" where ${expect} was expected`, at);
  }

  #closes(kind: number, empty: Expect): boolean {
    return (
      this.#depth > 0 &&
      this.#stack[this.#depth - 1] === kind &&
      (this.#expect === "comma-or-close" || this.#expect === empty || this.#hasTrailingComma())
    );
  }

  /** After a comma nothing but a key or a value may follow; where comments may stand, the end may too. */
  #hasTrailingComma(): boolean {
    const isAfterComma = this.#expect === "key" || (this.#expect === "value" && this.#stack[this.#depth - 1] === ARRAY);
    if (!isAfterComma || !this.leniencies.has("comments")) return false;
    this.leniencies.add("trailing-commas");
    return true;
  }

  /** `//` up to the line's end, or up to the closing mark. */
  #inComment(chunk: Buffer, from: number): number {
    const byte = chunk[from] as number;
    if (this.#mode === "slash") {
      if (byte !== SLASH && byte !== STAR) this.#fail(`"/" where ${this.#expect} was expected`, this.#tokenStart);
      this.leniencies.add("comments");
      this.#mode = byte === SLASH ? "line-comment" : "block-comment";
      this.#escaped = false;
      return from + 1;
    }
    if (this.#mode === "line-comment") {
      const end = chunk.indexOf(LINE_FEED, from);
      if (end < 0) return chunk.length;
      this.#mode = "between";
      return end + 1;
    }
    for (let i = from; i < chunk.length; i++) {
      if (this.#escaped && chunk[i] === SLASH) {
        this.#mode = "between";
        this.#escaped = false;
        return i + 1;
      }
      this.#escaped = chunk[i] === STAR;
    }
    return chunk.length;
  }

  #open(kind: number, at: number): void {
    if (this.#depth >= DEPTH_LIMIT) {
      this.#fail(`Nested deeper than ${DEPTH_LIMIT} levels`, at);
      return;
    }
    if (this.#depth === this.#stack.length) {
      const grown = new Uint8Array(this.#stack.length * 2);
      grown.set(this.#stack);
      this.#stack = grown;
    }
    this.#stack[this.#depth++] = kind;
    this.#expect = kind === OBJECT ? "key-or-close" : "value-or-close";
    this.#handler.open(kind === OBJECT ? "object" : "array", at);
  }

  #close(at: number): void {
    this.#depth--;
    this.#handler.close(at);
    this.#afterValue();
  }

  #afterValue(): void {
    if (this.#depth === 0) this.documents++;
    this.#expect = this.#depth === 0 ? "end" : "comma-or-close";
  }

  #keep(chunk: Buffer, from: number, to: number): void {
    const room = TEXT_LIMIT - this.#token.length;
    if (room > 0) this.#token += chunk.toString("latin1", from, Math.min(to, from + room));
  }

  #inString(chunk: Buffer, from: number): number {
    let i = from;
    if (this.#escaped) {
      this.#escaped = false;
      i++;
    }
    for (; i < chunk.length; i++) {
      const byte = chunk[i] as number;
      if (byte === QUOTE) {
        this.#keep(chunk, from, i);
        this.#text();
        return i + 1;
      }
      if (byte === BACKSLASH) {
        i++;
        this.#escaped = i >= chunk.length;
      } else if (byte < 32) {
        this.#fail("A control character within a text", this.#offset + i);
        return i;
      }
    }
    this.#keep(chunk, from, chunk.length);
    return chunk.length;
  }

  #text(): void {
    this.#mode = "between";
    const text = Buffer.from(this.#token, "latin1").toString();
    if (this.#expect === "key" || this.#expect === "key-or-close") {
      this.#expect = "colon";
      this.#handler.key(text, this.#tokenStart);
    } else if (this.#takesValue()) {
      this.#handler.scalar("string", text, this.#tokenStart);
      this.#afterValue();
    }
  }

  #inWord(chunk: Buffer, from: number): number {
    let i = from;
    while (i < chunk.length && !isSpace(chunk[i] as number) && !isPunctuation(chunk[i] as number)) i++;
    this.#keep(chunk, from, i);
    if (i < chunk.length) this.#word();
    return i;
  }

  #word(): void {
    this.#mode = "between";
    const word = this.#token;
    if (!this.#takesValue()) return;
    if (word === "true" || word === "false") this.#handler.scalar("boolean", word, this.#tokenStart);
    else if (word === "null") this.#handler.scalar("null", word, this.#tokenStart);
    else if (numberPattern.test(word))
      this.#handler.scalar(/[.eE]/.test(word) ? "number" : "integer", word, this.#tokenStart);
    else if (/^-?(?:NaN|Infinity)$/.test(word)) {
      this.leniencies.add("not-a-number");
      this.#handler.scalar("number", word, this.#tokenStart);
    } else this.#fail(`"${word.slice(0, 40)}" is no JSON value`, this.#tokenStart);
    this.#afterValue();
  }

  #takesValue(): boolean {
    if (this.#expect === "value" || this.#expect === "value-or-close") return true;
    this.#fail(`A value where ${this.#expect} was expected`, this.#tokenStart);
    return false;
  }
}
