import * as z from "zod/mini";

/** S3 allows 2 KB of user metadata in all; a longer name is shortened in the middle, and a note says so. */
export const NAME_LIMIT_BYTES = 512;

/** Why a component could not be had whole: an encrypted entry, a damaged archive. Settled as a failed `extract` task. */
export const Defect = z.object({
  kind: z.string().check(z.maxLength(40)),
  message: z.string().check(z.maxLength(300)),
});
export type Defect = z.infer<typeof Defect>;

/**
 * A component may be one slice of a huge file. Its bytes overlap with its neighbours', so that nothing that stands across
 * a border is missed; what *begins* in its own part is its to report, and nothing else.
 */
export interface Slice {
  index: number;
  /** Where the component's first byte stands in the whole file. */
  offset: number;
  /** The line of that byte in the whole, from 1. */
  line: number;
  /** Bytes at the start that are the slice before's own, and at the end the slice after's. */
  before: number;
  after: number;
}

/**
 * What intake knows of a component; carried by the object's metadata and read by classification and by every pass.
 * `name` is its provenance: `mail.zip!/inbox.mbox!/report.pdf`.
 */
export interface ComponentFacts {
  name: string;
  /** Coarse kind by content and name: `text`, `log`, `csv`, `json`, `jsonl`, `mail`, `pdf`, `office`, `image`, `archive`, `source`, `xml`, `binary`, `empty`. */
  kind: string;
  bytes: number;
  /** Hex SHA-256 of the bytes. */
  sha256: string;
  slice?: Slice;
  defect?: Defect;
}

export const componentStates = ["pending", "planned", "settled", "failed"] as const;
export type ComponentState = (typeof componentStates)[number];

/** Which of a component's bytes are its own, and where its first byte stands in the file: all of them, unless it is a slice. */
export const ownPart = ({ slice, bytes }: Pick<ComponentFacts, "slice" | "bytes">) =>
  slice
    ? { from: slice.before, to: bytes - slice.after, offset: slice.offset, line: slice.line }
    : { from: 0, to: Number.POSITIVE_INFINITY, offset: 0, line: 1 };
