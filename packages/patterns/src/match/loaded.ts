import type { FilterName, TableName } from "../tables/tier.ts";

export interface LoadedFilter {
  words: Int32Array;
  /** How far a hash is shifted down to give the number of its word. */
  shift: number;
}

export interface LoadedTable {
  groups: Uint32Array;
  groupBits: number;
  buckets: Uint16Array;
  records: Uint16Array;
  shift: number;
}

export interface LoadedTables {
  starts: Uint32Array;
  bytes: Uint8Array;
  flags: Uint8Array;
  rules: Uint32Array;
  filters: Readonly<Record<FilterName, LoadedFilter>>;
  tables: Readonly<Record<TableName, LoadedTable>>;
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
