import { createHash } from "node:crypto";

/** Hex SHA-256 of the parts, joined with a separator that no part of ours contains. */
export const digest = (...parts: readonly string[]): string =>
  createHash("sha256").update(parts.join("\u0000")).digest("hex");

/**
 * A package's id: a pure function of the object that was delivered, so that a repeated S3 event is the same package.
 * `version` is the object's version id where the bucket is versioned, else its ETag.
 */
export const packageId = (bucket: string, key: string, version: string): string =>
  `pkg_${digest("package", bucket, key, version.replaceAll('"', "")).slice(0, 24)}`;

/**
 * Where a component stands: `"12"` for the package's 12th, `"12/unpack/3"` for the 3rd that the task `unpack` of
 * component 12 handed out. It depends on content only, never on the round.
 */
export type ComponentRef = string;

export const grownRef = (parent: ComponentRef, pass: string, ordinal: number): ComponentRef =>
  `${parent}/${pass}/${ordinal}`;

const pad = (ordinal: string): string => ordinal.padStart(7, "0");

/** Every object key of a package. Ordinals are padded, so that a listing comes in their order. */
export const keys = {
  inbox: (name: string): string => `inbox/${name}`,
  component: (id: string, ref: ComponentRef): string =>
    `components/${id}/${ref
      .split("/")
      .map((part) => (/^\d+$/.test(part) ? pad(part) : part))
      .join("/")}`,
  components: (id: string): string => `components/${id}/`,
  /** Content-addressed: the same bytes under the same pass and version share one result, whatever package they came in. */
  result: (pass: string, version: number, input: string): string =>
    `results/${input.slice(0, 2)}/${input}/${pass}@${version}.json`,
  /** What the components of a level-1 node of round 1 come to, and the lines of the reducer; see `reduce/stored-sum.ts`. */
  summary: (id: string, version: string, tree: string, index: number): string =>
    `summaries/${id}/${version}/${tree === "" ? "own" : tree}/${pad(String(index))}.ndjson`,
  /** What became of a round, and the reducer's result in it. */
  outcome: (id: string, revision: number): string => `reports/${id}/${revision}/outcome.json`,
  /** A file that the reducer wrote next to it. */
  resultFile: (id: string, revision: number, file: string): string => `reports/${id}/${revision}/${file}`,
  resultFiles: (id: string, revision: number): string => `reports/${id}/${revision}/`,
  /** What a subscriber's `once` remembers. */
  once: (id: string, round: number, subscriber: string, name: string): string =>
    `once/${id}/${round}/${subscriber}/${name}.json`,
  attempts: (id: string, round: number, task: string): string => `attempts/${id}/${round}/${task}.json`,
  attemptsOf: (id: string, round: number): string => `attempts/${id}/${round}/`,
  deadLetter: (queue: string, id: string): string => `dead-letters/${queue}/${id}.json`,
  deadLetters: "dead-letters/",
} as const;

/** Inverse of {@link keys.component} for a key below {@link keys.components}. */
export const refOfKey = (id: string, key: string): ComponentRef =>
  key
    .slice(keys.components(id).length)
    .split("/")
    .map((part) => (/^\d+$/.test(part) ? String(Number(part)) : part))
    .join("/");
