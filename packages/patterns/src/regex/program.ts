import type { ByteSet } from "./byte-set.ts";
import { EDGE, SYMBOL_COUNT } from "./byte-set.ts";
import type { Node } from "./syntax.ts";
import { UnsupportedRegex } from "./unsupported.ts";

/** One step of a nondeterministic automaton; the first of a split's two ways is preferred. */
export type Instruction =
  | { op: "byte"; set: number; to: number }
  | { op: "look"; left: number; right: number; to: number }
  | { op: "split"; first: number; second: number }
  | { op: "match" };

/** Bytes that no set tells apart are one class; automata step over classes. */
export interface Program {
  instructions: readonly Instruction[];
  start: number;
  classOf: Uint8Array | Uint16Array;
  classes: number;
  /** `sets[s][c]`: whether class c is in set s. */
  sets: readonly Uint8Array[];
  /** For each class, which of the sets that assertions hold against their left neighbour contain it, as a number. */
  leftSignature: Uint32Array;
}

/** Counted repeats are written out, so `{1,5000}` is long; beyond this a regex is refused. */
const MAX_INSTRUCTIONS = 5000;

/** Steps of the program, without those that every program has. */
const stepsOf = (node: Node): number => {
  switch (node.type) {
    case "byte":
    case "look":
      return 1;
    case "seq":
      return node.parts.reduce((sum, part) => sum + stepsOf(part), 0);
    case "alt":
      return node.choices.reduce((sum, choice) => sum + stepsOf(choice) + 1, -1);
    case "repeat": {
      const once = stepsOf(node.node);
      return node.min * once + (Number.isFinite(node.max) ? node.max - node.min : 1) * (once + 1);
    }
  }
};

/** Throws where the program would be too long to be run. */
export const refuseTooLarge = (node: Node): void => {
  if (stepsOf(node) > MAX_INSTRUCTIONS)
    throw new UnsupportedRegex("too-large", `needs more than ${MAX_INSTRUCTIONS} steps; lower its counted repeats`);
};

class Assembler {
  readonly instructions: Instruction[] = [];
  readonly sets: ByteSet[] = [];
  readonly leftSets = new Set<number>();
  readonly #numbers = new Map<string, number>();
  /** Written-out repeats bring the same set again and again. */
  readonly #known = new Map<ByteSet, number>();

  add(instruction: Instruction): number {
    return this.instructions.push(instruction) - 1;
  }

  set(set: ByteSet): number {
    const known = this.#known.get(set);
    if (known !== undefined) return known;
    const key = Buffer.from(set).toString("latin1");
    const number = this.#numbers.get(key) ?? this.sets.push(set) - 1;
    this.#numbers.set(key, number);
    this.#known.set(set, number);
    return number;
  }

  /** Written from the end to the start, so that every step knows where it leads. */
  emit(node: Node, to: number): number {
    switch (node.type) {
      case "byte":
        return this.add({ op: "byte", set: this.set(node.set), to });
      case "look": {
        const left = node.left ? this.set(node.left) : -1;
        if (left >= 0) this.leftSets.add(left);
        return this.add({ op: "look", left, right: node.right ? this.set(node.right) : -1, to });
      }
      case "seq":
        return node.parts.reduceRight((next, part) => this.emit(part, next), to);
      case "alt":
        return node.choices
          .map((choice) => this.emit(choice, to))
          .reduceRight((second, first) => this.add({ op: "split", first, second }));
      case "repeat":
        return this.#repeat(node, to);
    }
  }

  #split(enter: number, skip: number, greedy: boolean): Instruction {
    return greedy ? { op: "split", first: enter, second: skip } : { op: "split", first: skip, second: enter };
  }

  #repeat({ node, min, max, greedy }: Extract<Node, { type: "repeat" }>, to: number): number {
    let next = to;
    if (max === Number.POSITIVE_INFINITY) {
      const loop = this.add({ op: "match" });
      this.instructions[loop] = this.#split(this.emit(node, loop), to, greedy);
      next = loop;
    } else for (let i = min; i < max; i++) next = this.add(this.#split(this.emit(node, next), to, greedy));
    for (let i = 0; i < min; i++) next = this.emit(node, next);
    return next;
  }
}

/** Splits the symbols into the coarsest classes that all sets respect. */
const classify = (sets: readonly ByteSet[]): { classOf: Uint16Array; classes: number } => {
  const classOf = new Uint16Array(SYMBOL_COUNT);
  let classes = 1;
  for (const set of [...sets, Uint8Array.from({ length: SYMBOL_COUNT }, (_, i) => (i === EDGE ? 1 : 0))]) {
    const renamed = new Int16Array(2 * SYMBOL_COUNT).fill(-1);
    classes = 0;
    for (let symbol = 0; symbol < SYMBOL_COUNT; symbol++) {
      const key = 2 * classOf[symbol]! + set[symbol]!;
      if (renamed[key]! < 0) renamed[key] = classes++;
      classOf[symbol] = renamed[key]!;
    }
  }
  return { classOf, classes };
};

/** With `unanchored`, a match may begin anywhere; earlier beginnings are preferred. */
export const compileProgram = (node: Node, unanchored = false): Program => {
  refuseTooLarge(node);
  const assembler = new Assembler();
  let start = assembler.emit(node, assembler.add({ op: "match" }));
  if (unanchored) {
    const loop = assembler.add({ op: "match" });
    const any = new Uint8Array(SYMBOL_COUNT).fill(1, 0, EDGE);
    const skip = assembler.add({ op: "byte", set: assembler.set(any), to: loop });
    assembler.instructions[loop] = { op: "split", first: start, second: skip };
    start = loop;
  }
  const { classOf, classes } = classify(assembler.sets);
  const member = assembler.sets.map((set) => {
    const byClass = new Uint8Array(classes);
    for (let symbol = 0; symbol < SYMBOL_COUNT; symbol++) byClass[classOf[symbol]!] = set[symbol]!;
    return byClass;
  });
  const signatures = new Map<string, number>();
  const leftSignature = Uint32Array.from({ length: classes }, (_, c) => {
    const key = [...assembler.leftSets].map((set) => member[set]![c]).join("");
    if (!signatures.has(key)) signatures.set(key, signatures.size);
    return signatures.get(key)!;
  });
  return { instructions: assembler.instructions, start, classOf, classes, sets: member, leftSignature };
};
