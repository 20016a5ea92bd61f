/** What a text is compared by: its first bytes, so that a huge log costs no more than a long document. */
const LOOKED_AT = 2 ** 20;
const PARTS = 64;
/** Fewer word sequences say too little. */
const FEWEST = 16;

const isWord = new Uint8Array(256).map((_, byte) =>
  Number(/[0-9A-Za-z_]/.test(String.fromCharCode(byte)) || byte >= 0x80),
);

const mixed = (hash: number): number => {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

/**
 * MinHash of a text by one permutation: of every three words in a row one hash is taken, and of each 64th part of the
 * hashes the lowest is kept, cut to 8 bits. Texts agree in about as many of the values as they share sequences. Core
 * compares components by it, see `report/summary/similar.ts` there.
 */
export class Signature {
  readonly #lowest = new Float64Array(PARTS).fill(Number.POSITIVE_INFINITY);
  #seen = 0;
  #bytes = 0;
  #word = 0;
  #inWord = false;
  #previous = 0;
  #beforePrevious = 0;

  add(chunk: Uint8Array): void {
    const end = Math.min(chunk.length, LOOKED_AT - this.#bytes);
    this.#bytes += chunk.length;
    for (let at = 0; at < end; at += 1) {
      const byte = chunk[at] as number;
      if (isWord[byte]) {
        this.#word = Math.imul(this.#word ^ byte, 0x01000193);
        this.#inWord = true;
      } else if (this.#inWord) this.#endWord();
    }
  }

  /** 128 hex digits; `undefined` for a text of a few words. A part without a hash takes its neighbour's. */
  value(): string | undefined {
    if (this.#inWord) this.#endWord();
    if (this.#seen < FEWEST) return undefined;
    let hex = "";
    for (let part = 0; part < PARTS; part += 1) {
      let from = part;
      while (this.#lowest[from % PARTS] === Number.POSITIVE_INFINITY) from += 1;
      // The distance is mixed in, so that two empty parts beside each other do not agree by themselves.
      const lowest = mixed((this.#lowest[from % PARTS] as number) + (from - part) * 0x9e3779b1);
      hex += (lowest & 0xff).toString(16).padStart(2, "0");
    }
    return hex;
  }

  #endWord(): void {
    const word = mixed(this.#word);
    if (this.#beforePrevious !== 0) {
      const hash = mixed(Math.imul(this.#beforePrevious, 31) ^ Math.imul(this.#previous, 131) ^ word);
      const part = hash % PARTS;
      if (hash < (this.#lowest[part] as number)) this.#lowest[part] = hash;
      this.#seen += 1;
    }
    this.#beforePrevious = this.#previous;
    this.#previous = word;
    this.#word = 0;
    this.#inWord = false;
  }
}

export const signatureOf = (text: string): string | undefined => {
  const signature = new Signature();
  signature.add(new TextEncoder().encode(text.slice(0, LOOKED_AT)));
  return signature.value();
};

/** Passes chunks on, and takes the signature while they go by. */
export async function* signed(chunks: AsyncIterable<Uint8Array>, signature: Signature): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    signature.add(chunk);
    yield chunk;
  }
}
