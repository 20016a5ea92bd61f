import type { ReadResult } from "../definition/read.ts";
import { Collect } from "./collect.ts";

/** One literal a line, case ignored; blank lines and lines that begin with `#` are passed over. */
export const importWords = (text: string, origin: string): ReadResult => {
  const collect = new Collect(origin);
  const seen = new Set<string>();
  for (const [i, line] of text.split("\n").entries()) {
    const value = line.trim();
    if (value === "" || value.startsWith("#") || seen.has(value.toLowerCase())) continue;
    seen.add(value.toLowerCase());
    collect.add(i + 1, { id: `word-${i + 1}`, kind: "literal", value, nocase: true, severity: "low", source: origin });
  }
  return collect.result;
};
