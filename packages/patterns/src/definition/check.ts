import * as z from "zod/mini";

/** Checksums that some providers build into their tokens. */
export const checksums = ["github", "npm", "jwt", "base58check", "age"] as const;

/**
 * Where a match is more than a mention. `log`: in a log's line or a request; `data`: there and in documents of data; `code`:
 * there and in programs, but not in prose; `text`: anywhere but in programs; `file`: anywhere but in manuals.
 */
export const evidences = ["log", "data", "code", "text", "file"] as const;

/** What an allow list is held against: the secret, all of the match, its line, or the file's name. */
const targets = ["secret", "match", "line", "path"] as const;

const text = z.string().check(z.minLength(1), z.maxLength(8192));
const texts = z.array(text).check(z.maxLength(10_000));

/** What is not reported, though the rule matches. */
const Allow = z.strictObject({
  target: z._default(z.enum(targets), "secret"),
  /** One of them matches somewhere in the target. */
  regexes: z._default(texts, []),
  /** One of them stands in the secret, in whatever case. */
  words: z._default(texts, []),
  /** The file's name matches one of them. */
  paths: z._default(texts, []),
  /** All of the lists that are given must apply; otherwise one is enough. */
  all: z._default(z.boolean(), false),
});

/**
 * What must hold of a match before it is reported. The automata find candidates; this looks at each of them once.
 *
 * - `capture`: a JavaScript regex over the match; the secret is its first group that took part, or group `group`.
 * - `entropy`: bits per character that the secret has at least.
 * - `keywords`: one of them stands within 2 KB of the match, in whatever case.
 * - `path`: the file's name matches.
 * - `reader: "assignment"`: the match is a key and the beginning of what is assigned to it; both are read by the syntax
 *   of the file, and `key` says which keys are meant.
 * - `evidence`: elsewhere than there the match is a mention, and reported as `info`.
 * - `yields`: left out where another rule finds the same secret; a reader's rule always does.
 * - `placeholders`: what stands for a secret in documents and examples is reported as `info`.
 */
export const Check = z.strictObject({
  capture: z.optional(text),
  group: z.optional(z.int().check(z.nonnegative(), z.maximum(100))),
  entropy: z.optional(z.number().check(z.nonnegative(), z.maximum(8))),
  checksum: z.optional(z.enum(checksums)),
  keywords: z.optional(texts),
  path: z.optional(text),
  allow: z.optional(z.array(Allow).check(z.maxLength(200))),
  reader: z.optional(z.enum(["assignment"])),
  key: z.optional(z.enum(["password", "secret", "token", "key"])),
  placeholders: z.optional(z.boolean()),
  yields: z.optional(z.boolean()),
  evidence: z.optional(z.enum(evidences)),
});
export type Check = z.infer<typeof Check>;
export type CheckInput = z.input<typeof Check>;
export type Allow = z.infer<typeof Allow>;
