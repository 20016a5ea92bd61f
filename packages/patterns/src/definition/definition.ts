import * as z from "zod";

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
 * `nocase` folds A–Z only.
 */
export const Definition = z.strictObject({
  id: z
    .string()
    .min(1)
    .max(120)
    .regex(/^[\x21-\x7e]+$/, "must be printable ASCII without blanks"),
  kind: z.enum(["literal", "regex", "hex"]),
  value: z.string().min(1).max(8192),
  nocase: z.boolean().default(false),
  severity: z.enum(severities).default("medium"),
  tags: z.array(z.string().min(1).max(60)).max(20).default([]),
  title: z.string().max(200).optional(),
  source: z.string().max(200).optional(),
  licence: z.string().max(80).optional(),
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
