import type { Setting, Syntax } from "./syntax.ts";

/** A match with what stands around it, one character a byte. */
export interface Candidate {
  text: string;
  /** Where in the text the match is. */
  start: number;
  end: number;
  syntax: Syntax;
  setting: Setting;
  /** Name of the file. */
  name?: string;
}

/** What a check says of a match. */
export interface Verdict {
  /** Where in the candidate's text what was found is, and the secret in it. */
  start: number;
  end: number;
  secret: readonly [from: number, to: number];
  /**
   * `placeholder`: it only stands for a secret. `doubtful`: a checksum that it should carry does not hold. `mention`: a text
   * speaks of it.
   */
  standing: "found" | "placeholder" | "doubtful" | "mention";
  /** The checksum holds. */
  verified: boolean;
}
