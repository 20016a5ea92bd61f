import { refuseCheck } from "../check/verify.ts";
import type { Check } from "../definition/check.ts";
import type { Definition } from "../definition/definition.ts";
import { MAX_LITERAL_BYTES } from "../definition/definition.ts";
import { parseHex } from "../definition/hex.ts";
import { bestAtoms, costOf } from "../regex/atoms.ts";
import { membersOf } from "../regex/byte-set.ts";
import { parseRegex } from "../regex/parse.ts";
import type { Place } from "../regex/place.ts";
import { refuseTooLarge } from "../regex/program.ts";
import { lengthOf, type Node, partsOf } from "../regex/syntax.ts";
import { UnsupportedRegex } from "../regex/unsupported.ts";
import { type Needle, needle } from "../tables/needle.ts";

/** How a rule is looked for; a `slow` one only where the caller asks for it, a `rejected` one never. */
export type Plan =
  | { lane: "literal"; needles: Needle[] }
  | { lane: "regex"; needles: Needle[]; place: Place; reach: number }
  | { lane: "slow"; reason: string; detail: string }
  | { lane: "rejected"; reason: string; detail: string };

/** Atoms met more often than this in a megabyte would cost more than all the other rules together. */
const TOO_COMMON = 4000;

/** Bytes, if the node matches exactly one byte string. */
const onlyString = (node: Node): number[] | undefined => {
  const members = partsOf(node).map((part) => (part.type === "byte" ? membersOf(part.set) : []));
  return members.every((set) => set.length === 1) ? members.map((set) => set[0]!) : undefined;
};

const distinct = (needles: readonly Needle[]): Needle[] => [
  ...new Map(needles.map((n) => [`${n.nocase}${Buffer.from(n.bytes).toString("latin1")}`, n])).values(),
];

const literalPlan = (bytes: Uint8Array, rule: number, nocase: boolean): Plan =>
  bytes.length > MAX_LITERAL_BYTES
    ? {
        lane: "rejected",
        reason: "too-long",
        detail: `${bytes.length} bytes; a literal has at most ${MAX_LITERAL_BYTES}`,
      }
    : { lane: "literal", needles: [needle(bytes, rule, nocase)] };

const regexPlan = (node: Node, rule: number): Plan => {
  refuseTooLarge(node);
  if (lengthOf(node).min === 0)
    return {
      lane: "rejected",
      reason: "matches-empty",
      detail: "it matches the empty string, so it matches everywhere",
    };
  const best = bestAtoms(node);
  if (!best) return { lane: "slow", reason: "no-usable-atom", detail: "no literal of 3 bytes or more is required" };
  if (costOf(best.atoms) > TOO_COMMON) {
    const common = best.atoms.map(({ bytes }) => Buffer.from(bytes).toString("latin1")).join(", ");
    return { lane: "slow", reason: "common-atom", detail: `what it requires is everywhere: ${common.slice(0, 80)}` };
  }
  const needles = best.atoms.map(({ bytes, nocase }) => needle(Uint8Array.from(bytes), rule, nocase, true));
  return { lane: "regex", needles: distinct(needles), place: best.place, reach: best.reach };
};

/** The syntax tree of a definition that is not a literal. */
export const nodeOf = ({ kind, value, nocase }: Pick<Definition, "kind" | "value" | "nocase">): Node =>
  kind === "hex" ? parseHex(value) : parseRegex(value, nocase);

/** What is wrong with the regexes of a check. */
const problemOf = (check: Check): string | undefined => {
  try {
    refuseCheck(check);
    return undefined;
  } catch (error) {
    if (error instanceof UnsupportedRegex || error instanceof SyntaxError) return error.message;
    throw error;
  }
};

export const planRule = (definition: Definition, rule: number): Plan => {
  const { kind, value, nocase, check } = definition;
  if (check) {
    const problem = problemOf(check);
    if (problem) return { lane: "rejected", reason: "check", detail: problem };
  }
  if (kind === "literal") return literalPlan(Buffer.from(value), rule, nocase);
  try {
    const node = nodeOf(definition);
    const literal = kind === "hex" && !nocase ? onlyString(node) : undefined;
    return literal ? literalPlan(Uint8Array.from(literal), rule, false) : regexPlan(node, rule);
  } catch (error) {
    if (!(error instanceof UnsupportedRegex)) throw error;
    return { lane: "rejected", reason: error.reason, detail: error.message };
  }
};
