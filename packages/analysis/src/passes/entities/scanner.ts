import { classOf, MARK, START, TOKEN } from "./bytes.ts";
import { onMark, onToken } from "./dispatch.ts";
import { LOOK_AHEAD, LOOK_BEHIND, type Mention, type Stretch } from "./mention.ts";
import { decodePercent, encodedEnd, encodedValues, isEncoded } from "./percent.ts";

/**
 * Bytes scanned at a time; the window is this, what lies behind it, and what recognisers may look ahead. Its text must stay below
 * 128 KB: V8 gives each larger string pages of its own, and with windows of 260 KB that took a fifth to a half of the whole time.
 */
const BODY = 112 * 1024;
/** Longer runs of token bytes name nothing: encoded data, padding. */
const MAX_TOKEN = 320;

/** Called in the order of `start`; the mention's offsets and the stretch are relative to `base` bytes into the input. */
export type OnMention = (mention: Mention, stretch: Stretch, base: number) => void;

/**
 * Finds mentions in a stream of UTF-8 (or any other superset of ASCII). What is found does not depend on how the
 * input is cut into chunks: no recogniser sees further than the window reaches, and each place is looked at once.
 */
export class Scanner {
  readonly #onMention: OnMention;
  #window = new Uint8Array(LOOK_BEHIND + BODY + LOOK_AHEAD);
  #filled = 0;
  /** Where in the input the window begins. */
  #base = 0;
  /** The next place to look at, in the window. */
  #at = 0;
  /** In the middle of a token too long to name anything. */
  #skipping = false;

  readonly #hearsRefused: boolean;

  /** `hearsRefused`: also of candidates with a confidence of 0, which were looked at and refused. */
  constructor(onMention: OnMention, hearsRefused = false) {
    this.#onMention = onMention;
    this.#hearsRefused = hearsRefused;
  }

  push(chunk: Uint8Array): void {
    for (let taken = 0; taken < chunk.length; ) {
      const part = chunk.subarray(taken, taken + this.#window.length - this.#filled);
      this.#window.set(part, this.#filled);
      this.#filled += part.length;
      taken += part.length;
      if (this.#filled === this.#window.length) {
        this.#scan(this.#filled - LOOK_AHEAD);
        this.#slide();
      }
    }
  }

  end(): void {
    this.#scan(this.#filled);
    this.#filled = 0;
  }

  #slide(): void {
    const keepFrom = Math.max(0, Math.min(this.#at, this.#filled) - LOOK_BEHIND);
    this.#window.copyWithin(0, keepFrom, this.#filled);
    this.#filled -= keepFrom;
    this.#at -= keepFrom;
    this.#base += keepFrom;
  }

  #scan(limit: number): void {
    const bytes = this.#window.subarray(0, this.#filled);
    const chars = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
    const stretch = { bytes, chars };
    let at = this.#at;
    if (this.#skipping) {
      while (at < bytes.length && (classOf[bytes[at]!]! & TOKEN) !== 0) at += 1;
      this.#skipping = at === bytes.length;
    }
    while (at < limit) {
      const first = classOf[bytes[at]!]!;
      if ((first & START) !== 0) {
        let end = at + 1;
        let mask = first;
        for (; end < bytes.length; end += 1) {
          const next = classOf[bytes[end]!]!;
          if ((next & TOKEN) === 0) break;
          mask |= next;
        }
        if (end - at > MAX_TOKEN) {
          this.#skipping = end === bytes.length;
          at = end;
        } else if (isEncoded(bytes, end)) at = this.#readEncoded(stretch, at, encodedEnd(bytes, at));
        else if (isEncoded(bytes, at - 1)) at = this.#readEncoded(stretch, at - 1, encodedEnd(bytes, at - 1));
        else at = this.#report(onToken(stretch, at, end, mask), stretch, end);
      } else if ((first & MARK) !== 0) at = this.#report(onMark(stretch, at), stretch, at + 1);
      else at += 1;
    }
    this.#at = at;
  }

  /** Where to go on. */
  #report(found: Mention | number | undefined, stretch: Stretch, otherwise: number): number {
    if (found === undefined) return otherwise;
    if (typeof found === "number") return found;
    if (found.confidence > 0 || this.#hearsRefused) this.#onMention(found, stretch, this.#base);
    if (found.inner) this.#onMention(found.inner, stretch, this.#base);
    if (found.kind === "url")
      for (const [from, to] of encodedValues(stretch.bytes, found.start, found.end))
        this.#readEncoded(stretch, from, to);
    return found.end;
  }

  /** Mentions in a percent-encoded value, at the places where it stands; returns its end. */
  #readEncoded(stretch: Stretch, from: number, to: number): number {
    const { bytes, places } = decodePercent(stretch.bytes, from, to);
    for (const mention of mentionsIn(bytes))
      this.#onMention({ ...mention, start: places[mention.start]!, end: places[mention.end]! }, stretch, this.#base);
    return to;
  }
}

/** Every mention in bytes that are at hand whole. */
export const mentionsIn = (bytes: Uint8Array): Mention[] => {
  const found: Mention[] = [];
  const scanner = new Scanner((mention, _stretch, base) => {
    const { inner: _inner, ...rest } = mention;
    found.push({ ...rest, start: mention.start + base, end: mention.end + base });
  });
  scanner.push(bytes);
  scanner.end();
  return found;
};
