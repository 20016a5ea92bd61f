import { EDGE } from "./byte-set.ts";
import type { Program } from "./program.ts";

/** No thread is left: nothing that follows can make a match. */
export const DEAD = 0;

/** What the automata that share it have taken, in bytes; whoever made it drops them where that is too much. */
export interface Budget {
  bytes: number;
}

/** In a step: a match ends before the symbol that is stepped over. */
export const MATCHED = 1;
/** In a step: in the state that it leads to, nothing has been matched yet. */
export const FRESH = 2;
export const STATE_SHIFT = 2;
/** A step that was never taken yet. */
export const UNBUILT = -1;

/** States beyond this are forgotten and built anew: memory stays bounded, time stays linear. */
const MAX_STATES = 2000;

/**
 * A deterministic automaton, built as far as the input asks for it. A state is what the threads of the program have
 * consumed up to here, in order of preference; assertions are decided in the step over the next byte, when both
 * neighbours are known. So a step tells whether a match ends *before* the byte that it steps over, and a match at the end
 * of the input shows in the step over {@link EDGE}.
 *
 * With `longest` every thread goes on after a match, else those of lower preference are dropped, as in a backtracking
 * engine: the last match seen before the state is dead is the preferred one.
 */
export class Dfa {
  readonly classOf: Program["classOf"];
  readonly #program: Program;
  readonly #longest: boolean;
  readonly #budget: Budget;
  readonly #numbers = new Map<string, number>();
  readonly #visited: Uint32Array;
  readonly #taken: Uint32Array;
  /** For each signature of a left neighbour, the state before any byte was taken; -1 where it was not asked for yet. */
  readonly #starts: Int32Array;
  #visit = 0;
  #threads: number[][] = [];
  #signatures: number[] = [];
  /**
   * Read by the loops that step, without a call a byte: `transitions[state + classOf[symbol]]` is the next state shifted
   * up by `STATE_SHIFT`, with `FRESH` and `MATCHED`, or `UNBUILT`; then `build` it. Another array after `build` and `start`.
   */
  transitions = new Int32Array(0);

  constructor(program: Program, budget: Budget, longest = false) {
    this.#budget = budget;
    this.#program = program;
    this.#longest = longest;
    this.classOf = program.classOf;
    this.#visited = new Uint32Array(program.instructions.length);
    this.#taken = new Uint32Array(program.instructions.length);
    this.#starts = new Int32Array(program.classes);
    this.#clear();
  }

  /** The state before any byte was taken, `left` being the neighbour on the left or {@link EDGE}. */
  start(left: number): number {
    const signature = this.#program.leftSignature[this.classOf[left]!]!;
    if (this.#starts[signature]! < 0) this.#starts[signature] = this.#state([this.#program.start], signature);
    return this.#starts[signature]!;
  }

  /** The step from a state over a symbol, as it stands in `transitions`. */
  step(state: number, symbol: number): number {
    const known = this.transitions[state + this.classOf[symbol]!]!;
    return known === UNBUILT ? this.build(state, symbol) : known;
  }

  #clear(): void {
    this.#numbers.clear();
    this.#starts.fill(-1);
    this.#threads = [];
    this.#signatures = [];
    this.#state([], 0);
    this.transitions.fill(UNBUILT);
    this.transitions.fill(DEAD, 0, this.#program.classes);
  }

  /** States are numbered by where their transitions begin. */
  #state(threads: number[], signature: number): number {
    const key = threads.length === 0 ? "" : `${signature}:${threads.join()}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const { classes } = this.#program;
    const state = (this.#threads.push(threads) - 1) * classes;
    this.#signatures.push(signature);
    this.#numbers.set(key, state);
    const needed = state + classes;
    if (needed > this.transitions.length) {
      const grown = new Int32Array(2 * needed).fill(UNBUILT);
      grown.set(this.transitions);
      this.#budget.bytes += grown.byteLength - this.transitions.byteLength;
      this.transitions = grown;
    }
    return state;
  }

  /** Finds out where a step leads, and keeps that. */
  build(state: number, symbol: number): number {
    const symbolClass = this.classOf[symbol]!;
    const number = state / this.#program.classes;
    const threads = this.#threads[number]!;
    const signature = this.#signatures[number]!;
    const next: number[] = [];
    this.#visit += 1;
    let matched = 0;
    for (const thread of threads)
      if (this.#follow(thread, signature, symbolClass, next)) {
        matched = MATCHED;
        if (!this.#longest) break;
      }
    const full = this.#threads.length >= MAX_STATES;
    if (full) this.#clear();
    const fresh = next.length === 1 && next[0] === this.#program.start ? FRESH : 0;
    const to = this.#state(next, this.#program.leftSignature[symbolClass]!);
    const encoded = (to << STATE_SHIFT) | fresh | matched;
    if (!full) this.transitions[state + symbolClass] = encoded;
    return encoded;
  }

  /** Walks from an instruction to those that take the symbol, preferred ones first; true where a match was met. */
  #follow(from: number, signature: number, symbolClass: number, next: number[]): boolean {
    const { instructions, sets } = this.#program;
    const stack = [from];
    let matched = false;
    while (stack.length > 0) {
      const at = stack.pop()!;
      if (this.#visited[at] === this.#visit) continue;
      this.#visited[at] = this.#visit;
      const instruction = instructions[at]!;
      switch (instruction.op) {
        case "match":
          if (!this.#longest) return true;
          matched = true;
          break;
        case "split":
          stack.push(instruction.second, instruction.first);
          break;
        case "look":
          if (instruction.left >= 0 && !this.#leftHolds(instruction.left, signature)) break;
          if (instruction.right >= 0 && !sets[instruction.right]![symbolClass]) break;
          stack.push(instruction.to);
          break;
        case "byte":
          // Of two ways to one place the preferred one counts. The class of the edge is in no byte set.
          if (!sets[instruction.set]![symbolClass] || this.#taken[instruction.to] === this.#visit) break;
          this.#taken[instruction.to] = this.#visit;
          next.push(instruction.to);
      }
    }
    return matched;
  }

  /** Classes of one signature agree on every set that is looked for on the left. */
  #leftHolds(set: number, signature: number): boolean {
    return this.#program.sets[set]![this.#program.leftSignature.indexOf(signature)] === 1;
  }
}
