import { EDGE } from "./byte-set.ts";
import { type Budget, DEAD, Dfa, FRESH, MATCHED, STATE_SHIFT, UNBUILT } from "./dfa.ts";
import { type Place, sidesOf, sidesOfEach } from "./place.ts";
import { compileProgram } from "./program.ts";
import { Surroundings } from "./surroundings.ts";
import { type Node, reversed } from "./syntax.ts";
import { symbolAt, type Window } from "./window.ts";

export type Report = (start: number, end: number) => void;

/** How far before its required literal the beginning of a match is sought, where the regex itself sets no bound. */
export const REACH = 4096;

/** A regex of more alternatives is not looked at one by one. */
const MAX_ALTERNATIVES = 32;

/**
 * Finds the matches of one regex: leftmost first, ends by the regex's own preferences, none overlapping another. Each call
 * names a place where a literal stands that every match needs. A glance to both sides dismisses most; else one automaton
 * searches from as far back as a match may begin. No byte is searched twice, so a window costs linear time at most.
 */
export class RegexFinder {
  readonly #node: Node;
  readonly #reach: number;
  readonly #budget: Budget;
  #search: Dfa | undefined;
  #mirror: Dfa | undefined;
  /** What stands around the literal, whichever alternative it is of; then alternative by alternative. */
  readonly #around: Surroundings | undefined;
  readonly #each: readonly Surroundings[] = [];

  /**
   * @param place where in the regex the literal stands; absent where none announces it
   * @param reach most bytes between the beginning of a match and the literal in it
   */
  constructor(node: Node, place: Place | undefined, reach: number, budget: Budget) {
    this.#budget = budget;
    this.#node = node;
    this.#reach = Math.min(reach, REACH);
    if (!place) return;
    this.#around = new Surroundings(sidesOf(node, place), budget);
    const each = sidesOfEach(node, place);
    if (each.length > 1 && each.length <= MAX_ALTERNATIVES)
      this.#each = each.map((sides) => new Surroundings(sides, budget));
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
    if (!this.#around) return true;
    if (!this.#around.allow(window, at)) return false;
    return this.#each.length === 0 || this.#each.some((surroundings) => surroundings.allow(window, at));
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
