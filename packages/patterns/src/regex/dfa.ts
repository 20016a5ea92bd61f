import { EDGE } from "./byte-set.ts";
import type { Program } from "./program.ts";

/** No thread is left: nothing that follows can make a match. */
export const DEAD = 0;

/** What the automata that share it have taken, in bytes; whoever made it drops them where that is too much. */
export interface Budget {
  bytes: number;
}

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
  #visit = 0;
  #threads: number[][] = [];
  #signatures: number[] = [];
  /** States in which nothing has been matched yet. */
  #fresh: boolean[] = [];
  #transitions = new Int32Array(0);

  constructor(program: Program, budget: Budget, longest = false) {
    this.#budget = budget;
    this.#program = program;
    this.#longest = longest;
    this.classOf = program.classOf;
    this.#visited = new Uint32Array(program.instructions.length);
    this.#taken = new Uint32Array(program.instructions.length);
    this.#clear();
  }

  /** The state before any byte was taken, `left` being the neighbour on the left or {@link EDGE}. */
  start(left: number): number {
    return this.#state([this.#program.start], this.#program.leftSignature[this.classOf[left]!]!);
  }

  /** Twice the next state, plus 1 where a match ends before this symbol. */
  step(state: number, symbol: number): number {
    const known = this.#transitions[state * this.#program.classes + this.classOf[symbol]!]!;
    return known >= 0 ? known : this.#build(state, this.classOf[symbol]!);
  }

  isFresh(state: number): boolean {
    return this.#fresh[state]!;
  }

  #clear(): void {
    this.#numbers.clear();
    this.#threads = [];
    this.#signatures = [];
    this.#fresh = [];
    this.#state([], 0);
    this.#transitions.fill(-1);
    this.#transitions.fill(0, 0, this.#program.classes);
  }

  #state(threads: number[], signature: number): number {
    const key = threads.length === 0 ? "" : `${signature}:${threads.join()}`;
    let state = this.#numbers.get(key);
    if (state !== undefined) return state;
    state = this.#threads.push(threads) - 1;
    this.#signatures.push(signature);
    this.#fresh.push(threads.length === 1 && threads[0] === this.#program.start);
    this.#numbers.set(key, state);
    const needed = (state + 1) * this.#program.classes;
    if (needed > this.#transitions.length) {
      const grown = new Int32Array(2 * needed).fill(-1);
      grown.set(this.#transitions);
      this.#budget.bytes += grown.byteLength - this.#transitions.byteLength;
      this.#transitions = grown;
    }
    return state;
  }

  #build(state: number, symbolClass: number): number {
    const threads = this.#threads[state]!;
    const signature = this.#signatures[state]!;
    const next: number[] = [];
    this.#visit += 1;
    let matched = 0;
    for (const thread of threads)
      if (this.#follow(thread, signature, symbolClass, next)) {
        matched = 1;
        if (!this.#longest) break;
      }
    if (this.#threads.length >= MAX_STATES) {
      this.#clear();
      return 2 * this.#state(next, this.#program.leftSignature[symbolClass]!) + matched;
    }
    const encoded = 2 * this.#state(next, this.#program.leftSignature[symbolClass]!) + matched;
    this.#transitions[state * this.#program.classes + symbolClass] = encoded;
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
