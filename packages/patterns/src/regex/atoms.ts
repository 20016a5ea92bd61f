import { expectedPerMegabyte } from "../grams/model.ts";
import { type ByteSet, membersOf } from "./byte-set.ts";
import { AT_START, type Place } from "./place.ts";
import { lengthOf, type Node, partsOf } from "./syntax.ts";

/** One of the literals of which every match holds at least one. */
export interface Atom {
  bytes: number[];
  nocase: boolean;
}

/** The literals that a part of a regex requires, and where in the whole they stand. */
export interface AtomSet {
  atoms: Atom[];
  place: Place;
  /** Most bytes between the beginning of a match and the beginning of its atom. */
  reach: number;
}

const MAX_ATOMS = 64;
const MAX_BYTES = 24;
/** A class of more members is not spelled out. */
const MAX_MEMBERS = 6;

/**
 * `exact`: all that the node can match. `edge`: what every match of it begins with, and ends with. `required`: literals that
 * each of its matches holds, `reach` bytes in at most.
 */
interface Knowledge {
  exact?: Atom[] | undefined;
  edge?: Atom[] | undefined;
  required?: AtomSet | undefined;
}

const EMPTY: Atom = { bytes: [], nocase: false };

const letters = (set: ByteSet): Atom[] | undefined => {
  const members = membersOf(set);
  const paired = members.filter((c) => c >= 97 && c <= 122 && set[c & ~0x20]);
  const rest = members.filter((c) => !paired.includes(c | 0x20));
  if (paired.length + rest.length > MAX_MEMBERS) return undefined;
  return [
    ...paired.map((byte) => ({ bytes: [byte], nocase: true })),
    ...rest.map((byte) => ({ bytes: [byte], nocase: false })),
  ];
};

const joined = (a: Atom, b: Atom): Atom => ({ bytes: [...a.bytes, ...b.bytes], nocase: a.nocase || b.nocase });

const product = (left: readonly Atom[], right: readonly Atom[]): Atom[] | undefined => {
  if (left.length * right.length > MAX_ATOMS) return undefined;
  const all = left.flatMap((a) => right.map((b) => joined(a, b)));
  return all.every(({ bytes }) => bytes.length <= MAX_BYTES) ? all : undefined;
};

/** A needle's cost: how often it is expected in a megabyte. Needles under 3 bytes are no use. */
const SHORTEST = 3;
export const costOf = (atoms: readonly Atom[]): number =>
  atoms.reduce((sum, { bytes }) => {
    if (bytes.length < SHORTEST) return Number.POSITIVE_INFINITY;
    return sum + 0.01 + expectedPerMegabyte(Uint8Array.from(bytes), 0, bytes.length);
  }, 0);

const better = (a: AtomSet | undefined, b: AtomSet | undefined): AtomSet | undefined =>
  !a ? b : !b ? a : costOf(b.atoms) < costOf(a.atoms) ? b : a;

const ofRepeat = ({ node, min, max }: Extract<Node, { type: "repeat" }>): Knowledge => {
  const inner = know(node);
  if (min === 0) {
    const optional = max === 1 && inner.exact ? [...inner.exact, EMPTY] : undefined;
    return { exact: optional && optional.length <= MAX_MEMBERS ? optional : undefined };
  }
  let exact: Atom[] | undefined = [EMPTY];
  for (let i = 0; i < min && exact; i++) exact = inner.exact && product(exact, inner.exact);
  if (exact && min === max) return { exact };
  const required = asRequired(inner);
  return {
    edge: exact,
    required: better(atStart(exact), required && { ...required, place: { inside: required.place } }),
  };
};

const atStart = (atoms: Atom[] | undefined): AtomSet | undefined => atoms && { atoms, place: AT_START, reach: 0 };

const asRequired = ({ exact, required }: Knowledge): AtomSet | undefined => better(required, atStart(exact));

const ofAlternatives = (choices: readonly Node[]): Knowledge => {
  const known = choices.map(know);
  const exact = known.every((k) => k.exact) ? known.flatMap((k) => k.exact!) : undefined;
  const required = known.map(asRequired);
  const atoms = required.every((r) => r) ? required.flatMap((r) => r!.atoms) : undefined;
  return {
    exact: exact && exact.length <= MAX_ATOMS ? exact : undefined,
    required:
      atoms && atoms.length <= 8 * MAX_ATOMS
        ? {
            atoms,
            place: { choices: required.map((r) => r!.place) },
            reach: Math.max(...required.map((r) => r!.reach)),
          }
        : undefined,
  };
};

const know = (node: Node): Knowledge => {
  switch (node.type) {
    case "byte":
      return { exact: letters(node.set) };
    case "look":
      return { exact: [EMPTY] };
    case "alt":
      return ofAlternatives(node.choices);
    case "repeat":
      return ofRepeat(node);
    case "seq": {
      const { best, exact } = ofParts(partsOf(node));
      return { exact, required: best };
    }
  }
};

/** Walks over parts that follow one another, spelling out as long a run of them as stays small, and keeps the best run. */
const ofParts = (parts: readonly Node[]): { best: AtomSet | undefined; exact: Atom[] | undefined } => {
  let best: AtomSet | undefined;
  let run: Atom[] = [EMPTY];
  let runFrom = 0;
  let whole = true;
  const reachOf = (to: number): number => parts.slice(0, to).reduce((sum, part) => sum + lengthOf(part).max, 0);
  const keep = (atoms: Atom[], place: Place, reach: number): void => {
    best = better(best, { atoms, place, reach });
  };
  parts.forEach((part, i) => {
    const { exact, edge, required } = know(part);
    const longer = exact && product(run, exact);
    if (longer) {
      run = longer;
      return;
    }
    whole = false;
    keep((edge && product(run, edge)) ?? run, { part: runFrom }, reachOf(runFrom));
    if (required) keep(required.atoms, { part: i, inside: required.place }, reachOf(i) + required.reach);
    run = exact && exact.length <= MAX_ATOMS ? exact : [EMPTY];
    runFrom = exact ? i : i + 1;
  });
  keep(run, { part: runFrom }, reachOf(runFrom));
  return { best, exact: whole ? run : undefined };
};

/** The literals by which matches are best found; undefined where the regex requires none that is rare enough. */
export const bestAtoms = (node: Node): AtomSet | undefined => {
  const { best } = ofParts(partsOf(node));
  return best && Number.isFinite(costOf(best.atoms)) ? best : undefined;
};
