/** What one package may cost; past a limit it is rejected, or the task that went past it fails, with the reason. */
export const limits = {
  /** Components of one package, grown ones included. */
  components: 200_000,
  /** Bytes of one package after decompression. */
  totalBytes: 64 * 2 ** 30,
  /** Bytes out of an archive per byte in, looked at once more than `ratioFloorBytes` came out. */
  ratio: 200,
  ratioFloorBytes: 64 * 2 ** 20,
  /** Archives within archives. */
  depth: 5,
  /** A text larger than this is cut into slices at line ends. */
  sliceBytes: 16 * 2 ** 20,
  /** Other content that may be cut anywhere (unknown binaries, sound, film) is cut when it is larger than this. */
  binarySliceBytes: 256 * 2 ** 20,
  /** Bytes that a slice shares with each neighbour: more than any pass looks ahead or behind. */
  sliceOverlapBytes: 16 * 2 ** 10,
  /** Growing fan-out: how deep a component may hand out components. */
  growth: 3,
} as const;

export type Limits = { readonly [name in keyof typeof limits]: number };
