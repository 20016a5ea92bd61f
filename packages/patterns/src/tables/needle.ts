/** A byte string whose every occurrence the filter must find: a literal, or a literal that a regex cannot match without. */
export interface Needle {
  /** Lower case where `nocase`. */
  bytes: Uint8Array;
  nocase: boolean;
  rule: number;
  /** Only a candidate: the rule's regex decides. */
  regex: boolean;
}

export const lowerAscii = (bytes: Uint8Array): Uint8Array =>
  bytes.map((byte) => (byte >= 65 && byte <= 90 ? byte | 0x20 : byte));

export const needle = (bytes: Uint8Array, rule: number, nocase: boolean, regex = false): Needle => ({
  bytes: nocase ? lowerAscii(bytes) : bytes,
  nocase,
  rule,
  regex,
});
