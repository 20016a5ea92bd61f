/** A stretch of the input in which matches are sought. */
export interface Window {
  bytes: Uint8Array;
  /** What stands before `bytes[0]`: a byte, or the edge of the input. */
  before: number;
  /** Matches begin before this place … */
  startLimit: number;
  /** … and end by this one. */
  limit: number;
  /** Whether the input ends at `limit`. */
  ends: boolean;
}

export const symbolAt = ({ bytes, before }: Window, at: number): number => (at < 0 ? before : bytes[at]!);
