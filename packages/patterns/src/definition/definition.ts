import * as z from "zod/mini";
import { Check } from "./check.ts";

export const severities = ["info", "low", "medium", "high", "critical"] as const;

/** No literal, and no literal that a regex requires, is longer than this. */
export const MAX_LITERAL_BYTES = 1024;

/**
 * One pattern as its author writes it.
 *
 * - `literal`: the UTF-8 bytes of `value`.
 * - `hex`: bytes in hexadecimal, blanks ignored; `??` is any byte, `4?` and `?4` a byte with one known digit,
 *   `[2-4]` a gap of 2 to 4 bytes, `(4D | 5A 4D)` alternatives.
 * - `regex`: JavaScript's syntax, matched over bytes: `\w`, `\d`, `\s` and case are those of ASCII, a character beyond
 *   ASCII stands for its UTF-8 bytes. A leading `(?i)` is understood.
 *
 * `nocase` folds A–Z only. `check` says what else must hold of a match.
 */
export const Definition = z.strictObject({
  id: z
    .string()
    .check(z.minLength(1), z.maxLength(120), z.regex(/^[\x21-\x7e]+$/, "must be printable ASCII without blanks")),
  kind: z.enum(["literal", "regex", "hex"]),
  value: z.string().check(z.minLength(1), z.maxLength(8192)),
  nocase: z._default(z.boolean(), false),
  severity: z._default(z.enum(severities), "medium"),
  tags: z._default(z.array(z.string().check(z.minLength(1), z.maxLength(60))).check(z.maxLength(20)), []),
  title: z.optional(z.string().check(z.maxLength(200))),
  source: z.optional(z.string().check(z.maxLength(200))),
  licence: z.optional(z.string().check(z.maxLength(80))),
  check: z.optional(Check),
});
export type Definition = z.infer<typeof Definition>;
export type DefinitionInput = z.input<typeof Definition>;

/** A definition that cannot be used; `line` counts from 1 in the file that `origin` names. */
export interface DefinitionError {
  origin: string;
  line: number;
  id?: string;
  message: string;
}
