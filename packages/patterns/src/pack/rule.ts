import { Definition, type DefinitionInput } from "../definition/definition.ts";

/** A rule of the project's own pack: a definition with examples, which are its tests. */
export interface PackRule extends Omit<DefinitionInput, "id" | "source" | "licence"> {
  title: string;
  severity: NonNullable<DefinitionInput["severity"]>;
  tags: string[];
  /** Texts in which it must match. See `expandExample` for `<alnum:20>` and the like. */
  match: readonly [string, ...string[]];
  /** Texts that come close and in which it must not match. */
  noMatch: readonly [string, ...string[]];
}

/** Rules of one subject, by id. */
export type PackRules = Record<string, PackRule>;

export const definitionsOf = (rules: PackRules): Definition[] =>
  Object.entries(rules).map(([id, { match: _match, noMatch: _noMatch, ...rule }]) =>
    Definition.parse({ ...rule, id, source: "torrent", licence: "MIT" }),
  );

const ALPHABETS: Record<string, string> = {
  alnum: "a7Kq2ZxB9mTf4RvW8cJn6LpY3hDs5GuE1QwX0ySe",
  lower: "kqzxbmtfrvwcjnlpyhdsguea",
  upper: "KQZXBMTFRVWCJNLPYHDSGUEA",
  upnum: "K7QZ2XB9MT4FRV8WCJ6NLP3Y",
  lownum: "k7qz2xb9mt4frv8wcj6nlp3y",
  digit: "7294861305",
  hex: "a7f29c4e8b16d035",
  HEX: "A7F29C4E8B16D035",
  base64: "a7Kq2Zx/B9mTf4Rv+W8cJn6LpY3hDs5GuE1QwX0y",
  word: "a7Kq2Zx_B9mTf4Rv-W8cJn6LpY3hDs5GuE1QwX0y",
};

/**
 * Writes out `<alnum:20>` as 20 such characters, so that examples of credentials can be read and this repository holds
 * none that look real.
 */
export const expandExample = (example: string): string =>
  example.replace(/<(\w+):(\d+)>/g, (whole, name: string, length: string) => {
    const alphabet = ALPHABETS[name];
    if (!alphabet) throw new TypeError(`"${whole}" names no alphabet; there are ${Object.keys(ALPHABETS).join(", ")}`);
    return alphabet.repeat(Math.ceil(Number(length) / alphabet.length)).slice(0, Number(length));
  });
