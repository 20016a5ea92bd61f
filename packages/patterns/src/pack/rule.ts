import type { CheckInput } from "../definition/check.ts";
import { Definition, type DefinitionInput } from "../definition/definition.ts";

/** A rule of the project's own pack: a definition with examples, which are its tests. */
export interface PackRule {
  definition: Definition;
  /** Texts in which it must match. See `expandExample` for `<alnum:20>` and the like. */
  match: readonly string[];
  /** Texts that come close and in which it must not match. */
  noMatch: readonly string[];
}

/** Id, title, value, texts in which it must match, texts in which it must not, what differs from the subject's defaults. */
export type Row = readonly [
  id: string,
  title: string,
  value: string,
  match: readonly [string, ...string[]],
  noMatch: readonly [string, ...string[]],
  differing?: Partial<Pick<Definition, "kind" | "nocase" | "severity" | "tags">> & { check?: CheckInput },
];

/** Rules of one subject; regexes unless they say otherwise. */
export const subject = (
  defaults: Pick<DefinitionInput, "severity" | "tags" | "nocase" | "check">,
  rows: readonly Row[],
): PackRule[] =>
  rows.map(([id, title, value, match, noMatch, differing]) => ({
    definition: Definition.parse({
      kind: "regex",
      ...defaults,
      ...differing,
      id,
      title,
      value,
      source: "torrent",
      licence: "MIT",
    }),
    match,
    noMatch,
  }));

/** Id, title, value, a text in which it must match, severity where it is not the subject's, the checksum in it. */
export type TokenRow = readonly [id: string, title: string, value: string, match: string, differing?: Row[5]];

/** Tokens known by how they begin: half of one is none. What stands for a token in documents is reported as `info`. */
export const tokens = (
  rows: readonly TokenRow[],
  defaults: Pick<DefinitionInput, "severity" | "tags"> = {},
): PackRule[] =>
  subject(
    { severity: "critical", tags: ["secret", "token"], check: { placeholders: true }, ...defaults },
    rows.map(([id, title, value, match, differing]) => [
      id,
      title,
      `(?<![A-Za-z0-9_/+-])${value}`,
      [match],
      [match.replace(/<\w+:\d+>.*$/s, "")],
      differing,
    ]),
  );

const ALPHABETS: Record<string, string> = {
  alnum: "a7Kq2ZxB9mTf4RvW8cJn6LpY3hDs5GuE1QwX0ySe",
  lower: "kqzxbmtfrvwcjnlpyhdsguea",
  upper: "KQZXBMTFRVWCJNLPYHDSGUEA",
  upnum: "K7QZ2XB9MT4FRV8WCJ6NLP3Y",
  lownum: "k7qz2xb9mt4frv8wcj6nlp3y",
  digit: "7294861305",
  base58: "a7Kq2ZxB9mTf4RvW8cJn6LpY3hDs5GuE1QwXySe",
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
