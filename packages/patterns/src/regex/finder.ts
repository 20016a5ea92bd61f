import { EDGE } from "./byte-set.ts";
import { type Budget, DEAD, Dfa, FRESH, MATCHED, STATE_SHIFT, UNBUILT } from "./dfa.ts";
import { compileProgram } from "./program.ts";
import { lengthOf, type Node, partsOf, reversed, seq } from "./syntax.ts";

/** A stretch of the input in which matches are sought. */
export interface Window {
  bytes: Uint8Array;
  /** What stands before `bytes[0]`: a byte, or the edge of the input. */
  before: number;
  /** Matches begin before this place … */
  startLimit: number;
  /** … and end by this one. */
  limit: number;
  /** Whether the input ends at `limit`. */
  ends: boolean;
}

export type Report = (start: number, end: number) => void;

/** How far before its required literal the beginning of a match is sought, where the regex itself sets no bound. */
export const REACH = 4096;

/** Bytes looked at on either side of a required literal before the full search is begun. */
const GLANCE = 64;

const symbolAt = ({ bytes, before }: Window, at: number): number => (at < 0 ? before : bytes[at]!);

/**
 * Finds the matches of one regex: leftmost first, ends by the regex's own preferences, none overlapping another. Each call
 * names a place where a literal stands that every match needs. A glance to both sides dismisses most; else one automaton
 * searches from as far back as a match may begin. No byte is searched twice, so a window costs linear time at most.
 */
export class RegexFinder {
  readonly #node: Node;
  readonly #after: Node | undefined;
  readonly #ahead: Node | undefined;
  readonly #reach: number;
  readonly #budget: Budget;
  #search: Dfa | undefined;
  #mirror: Dfa | undefined;
  #glanceAhead: Dfa | undefined;
  #glanceBack: Dfa | undefined;

  /**
   * @param split how many of the top-level parts stand before the literal; -1 where it stands deeper inside
   * @param reach most bytes between the beginning of a match and the literal in it
   */
  constructor(node: Node, split: number, reach: number, budget: Budget) {
    this.#budget = budget;
    this.#node = node;
    this.#reach = Math.min(reach, REACH);
    if (split < 0) return;
    const parts = partsOf(node);
    this.#after = seq(...parts.slice(split));
    const ahead = seq(...parts.slice(0, split));
    if (lengthOf(ahead).max > 0) this.#ahead = ahead;
  }

  /**
   * Reports the matches that may hold the literal found at `at`. Calls for one window come in ascending order; each is
   * given what the one before it returned: the place before which no match is still to be reported, at first 0.
   */
  candidate(window: Window, at: number, resolved: number, report: Report): number {
    if (at < resolved || !this.#plausible(window, at)) return resolved;
    let from = Math.max(resolved, at - this.#reach);
    while (from <= at) from = this.#next(window, from, at, report);
    return Math.max(resolved, from);
  }

  /** Reports all matches; for a regex that no literal announces. */
  sweep(window: Window, report: Report): void {
    let from = 0;
    while (from < window.startLimit) from = this.#next(window, from, window.startLimit - 1, report);
  }

  #plausible(window: Window, at: number): boolean {
    if (this.#after) {
      this.#glanceAhead ??= new Dfa(compileProgram(this.#after), this.#budget);
      if (!glance(this.#glanceAhead, window, at, 1)) return false;
    }
    if (!this.#ahead) return true;
    this.#glanceBack ??= new Dfa(compileProgram(reversed(this.#ahead)), this.#budget);
    return glance(this.#glanceBack, window, at - 1, -1);
  }

  /** Reports the first match that begins in `[from, until]`, if any; returns where the next search has to begin. */
  #next(window: Window, from: number, until: number, report: Report): number {
    const { bytes, limit, ends, startLimit } = window;
    this.#search ??= new Dfa(compileProgram(this.#node, true), this.#budget);
    const search = this.#search;
    const { classOf } = search;
    let state = search.start(symbolAt(window, from - 1));
    let { transitions } = search;
    let end = -1;
    let at = from;
    for (; at < limit; at++) {
      const symbol = bytes[at]!;
      let step = transitions[state + classOf[symbol]!]!;
      if (step === UNBUILT) {
        step = search.build(state, symbol);
        transitions = search.transitions;
      }
      if (step & MATCHED) end = at;
      state = step >> STATE_SHIFT;
      if (state === DEAD) break;
      if (at >= until && end < 0 && step & FRESH) return at + 1;
    }
    if (at === limit && ends && search.step(state, EDGE) & MATCHED) end = limit;
    if (end < 0) return limit + 1;
    const start = this.#startOf(window, from, end);
    if (start >= startLimit) return limit + 1;
    report(start, end);
    return end;
  }

  /** The leftmost place from which a match reaches `end`. */
  #startOf(window: Window, from: number, end: number): number {
    this.#mirror ??= new Dfa(compileProgram(reversed(this.#node)), this.#budget, true);
    const mirror = this.#mirror;
    let state = mirror.start(end < window.limit ? window.bytes[end]! : EDGE);
    let start = end;
    for (let at = end - 1; at >= from - 1 && state !== DEAD; at--) {
      const step = mirror.step(state, symbolAt(window, at));
      if (step & MATCHED) start = at + 1;
      state = step >> STATE_SHIFT;
    }
    return start;
  }
}

/** False where the automaton dies within a glance from `from` on, in the direction of `step`. */
const glance = (dfa: Dfa, window: Window, from: number, step: 1 | -1): boolean => {
  const { bytes, limit, ends, before } = window;
  let state = dfa.start(from - step < limit ? symbolAt(window, from - step) : EDGE);
  let at = from;
  for (let taken = 0; taken < GLANCE; taken++, at += step) {
    const outside = at < 0 || at >= limit;
    if (at >= limit && !ends) return true;
    const stepped = dfa.step(state, outside ? (at < 0 ? before : EDGE) : bytes[at]!);
    if (stepped & MATCHED) return true;
    state = stepped >> STATE_SHIFT;
    if (outside || state === DEAD) return false;
  }
  return true;
};
