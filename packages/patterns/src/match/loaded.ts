export interface LoadedTier {
  filter: Uint8Array;
  buckets: Uint32Array;
  records: Int32Array;
  filterShift: number;
  bucketShift: number;
}

export interface LoadedTables {
  starts: Uint32Array;
  bytes: Uint8Array;
  candidate: Uint8Array;
  rules: Uint32Array;
  /** In the order of `tiers`. */
  tiers: readonly LoadedTier[];
  /** Whether there are needles of 3 or 4 bytes, and of 1 or 2. */
  hasTriple: boolean;
  hasPair: boolean;
  longestNeedle: number;
  longestBucket: number;
}

/** What a kernel needs of a loaded artefact: views on one memory, which it may grow. */
export interface Loaded {
  readonly memory: WebAssembly.Memory;
  readonly tables: LoadedTables;
}
