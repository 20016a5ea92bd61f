import { EDGE } from "./byte-set.ts";
import { type Budget, DEAD, Dfa, MATCHED, STATE_SHIFT, UNBUILT } from "./dfa.ts";
import { compileProgram } from "./program.ts";
import { lengthOf, type Node, reversed } from "./syntax.ts";
import { symbolAt, type Window } from "./window.ts";

/** Bytes looked at from a literal on, and before it. Before it more: what stands there is often all of a line. */
const GLANCE_AFTER = 64;
const GLANCE_AHEAD = 256;

/** What has to stand on both sides of a literal, as far as a glance tells. */
export class Surroundings {
  readonly #after: Node;
  readonly #ahead: Node | undefined;
  readonly #budget: Budget;
  #forward: Dfa | undefined;
  #backward: Dfa | undefined;

  constructor({ ahead, after }: { ahead: Node; after: Node }, budget: Budget) {
    this.#after = after;
    if (lengthOf(ahead).max > 0) this.#ahead = ahead;
    this.#budget = budget;
  }

  /** False where no match has its literal at `at`. */
  allow(window: Window, at: number): boolean {
    this.#forward ??= new Dfa(compileProgram(this.#after), this.#budget);
    if (!glance(this.#forward, window, at, 1, GLANCE_AFTER)) return false;
    if (!this.#ahead) return true;
    this.#backward ??= new Dfa(compileProgram(reversed(this.#ahead)), this.#budget);
    return glance(this.#backward, window, at - 1, -1, GLANCE_AHEAD);
  }
}

/** False where the automaton dies within so many bytes from `from` on, in the direction of `step`. */
const glance = (dfa: Dfa, window: Window, from: number, step: 1 | -1, most: number): boolean => {
  const { bytes, limit, ends, before } = window;
  const { classOf } = dfa;
  let state = dfa.start(from - step < limit ? symbolAt(window, from - step) : EDGE);
  let { transitions } = dfa;
  const stop = step > 0 ? Math.min(limit, from + most) : Math.max(-1, from - most);
  for (let at = from; at !== stop; at += step) {
    let taken = transitions[state + classOf[bytes[at]!]!]!;
    if (taken === UNBUILT) {
      taken = dfa.build(state, bytes[at]!);
      transitions = dfa.transitions;
    }
    if (taken & MATCHED) return true;
    state = taken >> STATE_SHIFT;
    if (state === DEAD) return false;
  }
  // Only where the input itself has an end is it known that nothing follows.
  if (step > 0 ? stop < limit || !ends : stop >= 0) return true;
  return (dfa.step(state, step > 0 ? EDGE : before) & MATCHED) !== 0;
};
