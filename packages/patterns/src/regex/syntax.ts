import { type ByteSet, membersOf } from "./byte-set.ts";

/** A regular expression over bytes. */
export type Node =
  | { type: "byte"; set: ByteSet }
  /** Takes no byte; holds where the neighbours are in these sets, in which the edge of the input counts as a member. */
  | { type: "look"; left?: ByteSet; right?: ByteSet }
  | { type: "seq"; parts: readonly Node[] }
  /** Earlier choices are preferred. */
  | { type: "alt"; choices: readonly Node[] }
  | { type: "repeat"; node: Node; min: number; max: number; greedy: boolean };

export const seq = (...parts: readonly Node[]): Node => (parts.length === 1 ? parts[0]! : { type: "seq", parts });
export const alt = (...choices: readonly Node[]): Node =>
  choices.length === 1 ? choices[0]! : { type: "alt", choices };

export const bytesNode = (bytes: Iterable<number>, setFor: (byte: number) => ByteSet): Node =>
  seq(...[...bytes].map((byte) => ({ type: "byte", set: setFor(byte) }) as const));

/** The parts that follow one another at the top. */
export const partsOf = (node: Node): readonly Node[] => (node.type === "seq" ? node.parts.flatMap(partsOf) : [node]);

/** Fewest and most bytes that it can match. */
export const lengthOf = (node: Node): { min: number; max: number } => {
  switch (node.type) {
    case "byte":
      return { min: 1, max: 1 };
    case "look":
      return { min: 0, max: 0 };
    case "seq":
      return node.parts
        .map(lengthOf)
        .reduce((a, b) => ({ min: a.min + b.min, max: a.max + b.max }), { min: 0, max: 0 });
    case "alt": {
      const lengths = node.choices.map(lengthOf);
      return { min: Math.min(...lengths.map((l) => l.min)), max: Math.max(...lengths.map((l) => l.max)) };
    }
    case "repeat": {
      const { min, max } = lengthOf(node.node);
      return { min: min * node.min, max: max === 0 ? 0 : max * node.max };
    }
  }
};

/** Matches the mirror images of what the node matches. */
export const reversed = (node: Node): Node => {
  switch (node.type) {
    case "byte":
      return node;
    case "look":
      return { type: "look", ...(node.right && { left: node.right }), ...(node.left && { right: node.left }) };
    case "seq":
      return { type: "seq", parts: node.parts.map(reversed).reverse() };
    case "alt":
      return { type: "alt", choices: node.choices.map(reversed) };
    case "repeat":
      return { ...node, node: reversed(node.node) };
  }
};

const setSource = (set: ByteSet): string => {
  const members = membersOf(set).filter((i) => i < 256);
  if (members.length === 256) return "[\\x00-\\xff]";
  const ranges: string[] = [];
  const hex = (i: number): string => `\\x${i.toString(16).padStart(2, "0")}`;
  for (let i = 0; i < members.length; i++) {
    const from = members[i]!;
    while (members[i + 1] === members[i]! + 1) i += 1;
    ranges.push(members[i] === from ? hex(from) : `${hex(from)}-${hex(members[i]!)}`);
  }
  return members.length === 1 ? ranges[0]! : `[${ranges.join("")}]`;
};

/** The node as a plain regex without flags, for engines that match bytes; `looks` writes an assertion. */
export const sourceOf = (node: Node, looks: (left?: ByteSet, right?: ByteSet) => string = lookSource): string => {
  switch (node.type) {
    case "byte":
      return setSource(node.set);
    case "look":
      return looks(node.left, node.right);
    case "seq":
      return node.parts.map((part) => sourceOf(part, looks)).join("");
    case "alt":
      return `(?:${node.choices.map((choice) => sourceOf(choice, looks)).join("|")})`;
    case "repeat": {
      const bounds = node.max === Number.POSITIVE_INFINITY ? `{${node.min},}` : `{${node.min},${node.max}}`;
      return `(?:${sourceOf(node.node, looks)})${bounds}${node.greedy ? "" : "?"}`;
    }
  }
};

const lookSource = (left?: ByteSet, right?: ByteSet): string => {
  const one = (set: ByteSet | undefined, open: string, edge: string): string =>
    set ? `(?:${open}${setSource(set)})${set[256] ? `|${edge}` : ""})` : "";
  return `${one(left, "(?<=", "^")}${one(right, "(?=", "$")}`;
};
