/** Turns bytes of one charset into UTF-8, piece by piece, and notes what stands where. */
export interface Decoder {
  /** `isLast`: nothing follows. */
  decode(chunk: Uint8Array, isLast: boolean): Uint8Array;
}
