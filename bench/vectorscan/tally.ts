/** Counts matches and hashes them, whatever their order, as comparator.cpp does. */
export class Tally {
  literals = 0;
  regexes = 0;
  #literalHash = 0n;
  #regexHash = 0n;
  /** Regexes already counted in this document. */
  #seen = new Set<number>();
  #document = -1;

  literal(rule: number, end: number): void {
    this.literals += 1;
    this.#literalHash += mix(rule, end);
  }

  /** Which end of a regex's match is reported differs between engines, so each is counted once in a document. */
  regex(rule: number, document: number): void {
    if (document !== this.#document) this.#seen.clear();
    this.#document = document;
    if (this.#seen.has(rule)) return;
    this.#seen.add(rule);
    this.regexes += 1;
    this.#regexHash += mix(rule, document);
  }

  get literalHash(): string {
    return hex(this.#literalHash);
  }

  get regexHash(): string {
    return hex(this.#regexHash);
  }
}

const mix = (rule: number, place: number): bigint =>
  BigInt.asUintN(64, (BigInt(rule + 1) * 2654435761n) ^ (BigInt(place) * 40503n));
const hex = (hash: bigint): string => BigInt.asUintN(64, hash).toString(16).padStart(16, "0");
