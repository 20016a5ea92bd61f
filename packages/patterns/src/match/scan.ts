import type { Database } from "./database.ts";
import { Scanner, type ScannerOptions } from "./scanner.ts";

export interface Match {
  rule: number;
  start: number;
  end: number;
}

/** All matches in `bytes`, by place. */
export const scanBytes = (
  database: Database,
  bytes: Uint8Array,
  options: Omit<ScannerOptions, "onMatch"> = {},
): Match[] => {
  const matches: Match[] = [];
  const scanner = new Scanner(database, {
    ...options,
    onMatch: (rule, start, end) => matches.push({ rule, start, end }),
  });
  scanner.push(bytes);
  scanner.finish();
  return matches.sort((a, b) => a.start - b.start || a.end - b.end || a.rule - b.rule);
};
