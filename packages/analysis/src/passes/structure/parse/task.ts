import type { PassOutput } from "../../../analysis-pass.ts";

/** What a parser in a process of its own gets. */
export interface ParseTask {
  /** Picks the parser. */
  family: string;
  format: string;
  name: string;
  /** The component whole; empty for formats that are read from `path`. */
  bytes: Uint8Array;
  /** A copy on disk that only this parser reads, and removes once it is open. */
  path?: string;
  /** Label of a text's charset. */
  charset?: string;
}

/** Asks for the files within a document instead. */
export interface ExtractTask {
  extract: true;
  family: string;
  format: string;
  bytes: Uint8Array;
}

/** Reads one format. What it can't make sense of it throws; the caller turns that into a finding. */
export type Parser = (task: ParseTask) => Promise<PassOutput>;
