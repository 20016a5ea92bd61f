import { EDGE } from "../regex/byte-set.ts";
import { REACH, type Report } from "../regex/finder.ts";
import type { Window } from "../regex/window.ts";
import { CANDIDATE } from "../tables/tables.ts";
import type { Database } from "./database.ts";
import { KERNEL_PADDING, type Kernel } from "./kernel.ts";

/** Receives every match: the rule's number (`Database.rule` tells its definition), and its byte offsets in the input. */
export type OnMatch = (rule: number, start: number, end: number) => void;

export interface ScannerOptions {
  onMatch: OnMatch;
  /** Also run the rules that no literal announces; each of them looks at every byte. */
  slowLane?: boolean;
  /** By rule, 1 for those to be looked for; all of them by default. */
  wanted?: Uint8Array;
  /** By default the compiled kernel, of which the database keeps those that are free. */
  kernel?: (database: Database, inputBytes: number) => Kernel;
  /** Bytes whose matches are found in one go; at least `REACH`. */
  blockBytes?: number;
}

export const BLOCK_BYTES = 2 ** 20;

/**
 * Finds the matches of all rules in one input, however it is cut into chunks. The input is taken in blocks; a match
 * belongs to the block in which it begins and may reach up to `REACH` bytes beyond. All occurrences of a literal are
 * reported, overlapping ones too. A regex is matched as by a backtracking engine, leftmost first; its matches do not
 * overlap, within a block. Matches of one rule come in ascending order.
 */
export class Scanner {
  readonly #database: Database;
  readonly #kernel: Kernel;
  readonly #giveBack: () => void;
  readonly #onMatch: OnMatch;
  readonly #slow: readonly number[];
  readonly #wanted: Uint8Array | undefined;
  readonly #blockBytes: number;
  /** For each regex met in this block, the place before which no match of it is still to be reported. */
  readonly #resolved = new Map<number, number>();
  /** Rule and place of literals that a regex requires, as one number, until all of a stretch are there to be sorted. */
  #candidates: number[] = [];
  #reporter: { rule: number; report: Report } | undefined;
  #filled = 0;
  #offset = 0;
  #before = EDGE;
  #closed = false;

  constructor(database: Database, options: ScannerOptions) {
    this.#database = database;
    this.#onMatch = options.onMatch;
    this.#blockBytes = options.blockBytes ?? BLOCK_BYTES;
    if (this.#blockBytes % 4 !== 0 || this.#blockBytes < 4)
      throw new RangeError(`blockBytes ${this.#blockBytes} must be a positive multiple of 4`);
    const inputBytes = this.#blockBytes + REACH;
    this.#kernel = options.kernel ? options.kernel(database, inputBytes) : database.borrowKernel(inputBytes);
    this.#giveBack = () => (options.kernel ? undefined : database.returnKernel(this.#kernel));
    const { wanted } = options;
    this.#wanted = wanted;
    this.#slow = options.slowLane ? [...database.slow].filter((rule) => !wanted || wanted[rule] === 1) : [];
  }

  push(chunk: Uint8Array): void {
    const full = this.#blockBytes + REACH;
    for (let taken = 0; taken < chunk.length; ) {
      const part = chunk.subarray(taken, taken + full - this.#filled);
      this.#kernel.input.set(part, this.#filled);
      this.#filled += part.length;
      taken += part.length;
      if (this.#filled === full) this.#block(false);
    }
  }

  /** Reports the matches that begin in one block of an input that is held whole; `offset` is a multiple of the block's size. */
  block(whole: Uint8Array, offset: number): void {
    const part = whole.subarray(offset, offset + this.#blockBytes + REACH);
    this.#kernel.input.set(part);
    this.#filled = part.length;
    this.#offset = offset;
    this.#before = offset > 0 ? whole[offset - 1]! : EDGE;
    this.#block(offset + part.length >= whole.length);
    this.#filled = 0;
  }

  /** The input is at its end. */
  finish(): void {
    while (this.#filled > this.#blockBytes) this.#block(true);
    this.#block(true);
    this.close();
  }

  /** Gives the kernel back, for the next scanner; a scanner that is not finished is closed instead. */
  close(): void {
    if (!this.#closed) this.#giveBack();
    this.#closed = true;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Reports the matches that begin in the first block of what is held, and lets go of that block. */
  #block(ends: boolean): void {
    const { input } = this.#kernel;
    const bytes = Math.min(this.#filled, this.#blockBytes);
    const limit = this.#filled;
    const window: Window = { bytes: input, before: this.#before, startLimit: bytes, limit, ends };
    input.fill(0, limit, Math.min(limit + KERNEL_PADDING, input.length));
    for (let from = 0; from < limit; from = this.#kernel.next & ~3) {
      const found = this.#kernel.scan(from, limit);
      this.#sort(found, bytes);
      if (this.#kernel.next >= limit) break;
      this.#verify(window, this.#kernel.next - this.#database.tables.longestNeedle);
    }
    this.#verify(window, limit);
    for (const rule of this.#slow) this.#database.finder(rule).sweep(window, this.#report(rule));
    this.#resolved.clear();
    if (bytes > 0) this.#before = input[bytes - 1]!;
    input.copyWithin(0, bytes, limit);
    this.#filled -= bytes;
    this.#offset += bytes;
  }

  /** Reports the literals among the kernel's hits, and keeps those that announce a regex. */
  #sort(found: number, startLimit: number): void {
    const { hits } = this.#kernel;
    const wanted = this.#wanted;
    const { flags, rules, starts } = this.#database.tables;
    for (let i = 0; i < 2 * found; i += 2) {
      const needle = hits[i]!;
      const at = hits[i + 1]!;
      const rule = rules[needle]!;
      if (wanted && wanted[rule] === 0) continue;
      if (flags[needle]! & CANDIDATE) this.#candidates.push(rule * PLACES + at);
      else if (at < startLimit) {
        const start = this.#offset + at;
        this.#onMatch(rule, start, start + starts[needle + 1]! - starts[needle]!);
      }
    }
  }

  /** Takes up the candidates that stand before `until`. */
  #verify(window: Window, until: number): void {
    const all = this.#candidates;
    this.#candidates = [];
    const ready = new Float64Array(all.length);
    let count = 0;
    for (const candidate of all)
      if (candidate - Math.floor(candidate / PLACES) * PLACES < until) ready[count++] = candidate;
      else this.#candidates.push(candidate);
    for (const candidate of ready.subarray(0, count).sort()) {
      const rule = Math.floor(candidate / PLACES);
      const place = candidate - rule * PLACES;
      const resolved = this.#resolved.get(rule) ?? 0;
      if (place < resolved) continue;
      this.#resolved.set(rule, this.#database.finder(rule).candidate(window, place, resolved, this.#reportOf(rule)));
    }
  }

  /** The last reporter is kept: candidates of one rule follow one another. */
  #reportOf(rule: number): (start: number, end: number) => void {
    if (this.#reporter?.rule !== rule) this.#reporter = { rule, report: this.#report(rule) };
    return this.#reporter.report;
  }

  #report(rule: number): (start: number, end: number) => void {
    return (start, end) => this.#onMatch(rule, this.#offset + start, this.#offset + end);
  }
}

/** More than the places in one block. */
const PLACES = 2 ** 26;
