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
  /** For a slice of a huge text: which one, and where its first byte stands in the whole. */
  slice?: { index: number; offset: number };
  defect?: Defect;
}

export const componentStates = ["pending", "planned", "settled", "failed"] as const;
export type ComponentState = (typeof componentStates)[number];
