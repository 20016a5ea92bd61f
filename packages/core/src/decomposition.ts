import type { Defect, Slice } from "./component.ts";
import type { Limits } from "./limits.ts";
import type { ByteRange } from "./ports/object-store.ts";

/** The delivered object, readable at any place and any number of times. */
export interface PackageSource {
  name: string;
  bytes: number;
  read(range?: ByteRange): AsyncIterable<Uint8Array>;
}

/** One component as decomposition found it. */
export interface Piece {
  /** Provenance, at most `NAME_LIMIT_BYTES` of UTF-8: `a.zip!/mail.eml!/report.pdf`. Never used as a path. */
  name: string;
  kind: string;
  bytes: number;
  /** Hex. */
  sha256: string;
  slice?: Slice;
  /** The piece could not be had whole, or its entry is hostile; it counts as a failed task, its bytes are analysed all the same. */
  defect?: Defect;
  /** Noticed and let pass: a shortened or repeated name, invalid UTF-8 in it. */
  warning?: string;
  /** May be called until `release`. */
  body(): AsyncIterable<Uint8Array>;
  /** Frees the memory or the scratch file behind `body`. */
  release(): Promise<void>;
}

/**
 * Takes a package apart, in a deterministic order: the same bytes give the same pieces. Holds a bounded part of it in
 * memory, whatever its size. Throws a `TerminalError` that names the entry and the reason where the whole package must
 * be rejected (not readable at all, a limit passed); what concerns one entry is that piece's `defect` or `warning`.
 */
export type Decompose = (
  source: PackageSource,
  options: { limits: Limits; scratchDir: string; signal?: AbortSignal },
) => AsyncIterable<Piece>;
