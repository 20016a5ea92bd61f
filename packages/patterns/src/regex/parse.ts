import { type AST, RegExpParser, RegExpSyntaxError } from "@eslint-community/regexpp";
import {
  anyByte,
  type ByteSet,
  blanks,
  byteSet,
  complement,
  digits,
  EDGE,
  lineEnds,
  otherBytes,
  union,
  withBothCases,
  wordBytes,
} from "./byte-set.ts";
import { alt, bytesNode, type Node, seq } from "./syntax.ts";
import { UnsupportedRegex } from "./unsupported.ts";

interface Mode {
  nocase: boolean;
  multiline: boolean;
  dotAll: boolean;
}

const parser = new RegExpParser({ ecmaVersion: 2025 });
const edge = byteSet(EDGE);
const cased = (set: ByteSet, { nocase }: Mode): ByteSet => (nocase ? withBothCases(set) : set);

const character = (codePoint: number, mode: Mode): Node =>
  codePoint < 128
    ? { type: "byte", set: cased(byteSet(codePoint), mode) }
    : bytesNode(Buffer.from(String.fromCodePoint(codePoint)), (byte) => byteSet(byte));

const escapeSet = (node: AST.EscapeCharacterSet | AST.UnicodePropertyCharacterSet): ByteSet => {
  if (node.kind === "property") throw new UnsupportedRegex("unicode-property", `${node.raw} has no meaning over bytes`);
  const set = node.kind === "digit" ? digits : node.kind === "space" ? blanks : wordBytes;
  return node.negate ? otherBytes(set) : set;
};

const characterClass = (node: AST.CharacterClass, mode: Mode): Node => {
  const sets: ByteSet[] = [];
  const wide: Node[] = [];
  for (const element of node.elements) {
    if (element.type === "Character") {
      if (element.value < 128) sets.push(byteSet(element.value));
      else wide.push(character(element.value, mode));
    } else if (element.type === "CharacterClassRange") {
      const { min, max } = { min: element.min.value, max: element.max.value };
      // `[\x80-\xff]` and the like are meant as bytes; a range of other characters would need UTF-8 sequences.
      if (max > 255) throw new UnsupportedRegex("unicode-range", `${element.raw} spans characters beyond single bytes`);
      sets.push(byteSet([min, max]));
    } else if (element.type === "CharacterSet") sets.push(escapeSet(element as AST.EscapeCharacterSet));
    else throw new UnsupportedRegex("class-syntax", `${element.raw} inside a class is not understood`);
  }
  const set = cased(union(...sets), mode);
  if (node.negate) {
    // Over bytes, "not é" can only mean: none of its bytes.
    if (wide.length > 0) throw new UnsupportedRegex("unicode-class", `${node.raw} excludes characters beyond ASCII`);
    return { type: "byte", set: otherBytes(set) };
  }
  const narrow: Node[] = sets.length > 0 || wide.length === 0 ? [{ type: "byte", set }] : [];
  return alt(...narrow, ...wide);
};

/** `\b` or `\B`, as the four ways in which the neighbours can be. */
const wordBoundary = (negate: boolean): Node => {
  const outside = complement(wordBytes);
  return negate
    ? alt({ type: "look", left: wordBytes, right: wordBytes }, { type: "look", left: outside, right: outside })
    : alt({ type: "look", left: wordBytes, right: outside }, { type: "look", left: outside, right: wordBytes });
};

/** A look-around at one neighbouring byte, which a finite automaton can decide as it goes. */
const neighbour = (node: AST.LookaroundAssertion, mode: Mode): Node => {
  const sets = node.alternatives.map((alternative) => {
    const inner = alternative.elements.map((element) => convert(element, mode));
    const only = inner.length === 1 ? inner[0]! : undefined;
    if (only?.type === "byte") return only.set;
    if (only?.type === "look" && node.kind === "lookahead" && only.right && !only.left) return only.right;
    if (only?.type === "look" && node.kind === "lookbehind" && only.left && !only.right) return only.left;
    throw new UnsupportedRegex("look-around", `${node.raw} looks at more than one neighbouring byte`);
  });
  const set = node.negate ? complement(union(...sets)) : union(...sets);
  return node.kind === "lookahead" ? { type: "look", right: set } : { type: "look", left: set };
};

const assertion = (node: AST.Assertion, mode: Mode): Node => {
  switch (node.kind) {
    case "start":
      return { type: "look", left: mode.multiline ? union(edge, lineEnds) : edge };
    case "end":
      return { type: "look", right: mode.multiline ? union(edge, lineEnds) : edge };
    case "word":
      return wordBoundary(node.negate);
    default:
      return neighbour(node, mode);
  }
};

const groupMode = (node: AST.Group, mode: Mode): Mode => ({
  nocase: node.modifiers?.add?.ignoreCase ? true : node.modifiers?.remove?.ignoreCase ? false : mode.nocase,
  multiline: node.modifiers?.add?.multiline ? true : node.modifiers?.remove?.multiline ? false : mode.multiline,
  dotAll: node.modifiers?.add?.dotAll ? true : node.modifiers?.remove?.dotAll ? false : mode.dotAll,
});

const alternatives = (list: readonly AST.Alternative[], mode: Mode): Node =>
  alt(...list.map(({ elements }) => seq(...elements.map((element) => convert(element, mode)))));

const convert = (node: AST.Element, mode: Mode): Node => {
  switch (node.type) {
    case "Character":
      return character(node.value, mode);
    case "CharacterSet":
      if (node.kind === "any") return { type: "byte", set: mode.dotAll ? anyByte : otherBytes(lineEnds) };
      return { type: "byte", set: escapeSet(node as AST.EscapeCharacterSet) };
    case "CharacterClass":
      return characterClass(node, mode);
    case "Group":
      return alternatives(node.alternatives, groupMode(node, mode));
    case "CapturingGroup":
      return alternatives(node.alternatives, mode);
    case "Quantifier":
      return { type: "repeat", node: convert(node.element, mode), min: node.min, max: node.max, greedy: node.greedy };
    case "Assertion":
      return assertion(node, mode);
    case "Backreference":
      throw new UnsupportedRegex("backreference", `${node.raw} cannot be matched in linear time`);
    default:
      throw new UnsupportedRegex("syntax", `${node.raw} is not understood`);
  }
};

const LEADING_FLAGS = /^\(\?([ims]+)\)/;

/** Parses a regex of JavaScript's syntax into one over bytes; throws {@link UnsupportedRegex} where that cannot be done. */
export const parseRegex = (source: string, nocase: boolean): Node => {
  const flags = LEADING_FLAGS.exec(source)?.[1] ?? "";
  const body = source.replace(LEADING_FLAGS, "");
  const mode = { nocase: nocase || flags.includes("i"), multiline: flags.includes("m"), dotAll: flags.includes("s") };
  try {
    return alternatives(parser.parsePattern(body, 0, body.length, {}).alternatives, mode);
  } catch (cause) {
    if (!(cause instanceof RegExpSyntaxError)) throw cause;
    throw new UnsupportedRegex("syntax", cause.message);
  }
};
