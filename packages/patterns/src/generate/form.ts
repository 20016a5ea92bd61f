/** Forms that literals of blocklists and rule sets take. */
export const forms = [
  "domain",
  "address",
  "endpoint",
  "url",
  "resource",
  "phrase",
  "path",
  "identifier",
  "other",
] as const;
export type Form = (typeof forms)[number];

/** Characters of host names. */
export const SYMBOLS = "abcdefghijklmnopqrstuvwxyz0123456789-";

const patterns: readonly (readonly [Form, RegExp])[] = [
  ["url", /^https?:\/\//],
  ["address", /^@[a-z0-9.-]+$/],
  ["endpoint", /^\d+\.\d+\.\d+\.\d+(:\d+)?$/],
  ["domain", /^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/],
  ["resource", /^[a-z0-9_.-]+(\.[a-z0-9-]+)+[/:]/],
  ["phrase", /\s/],
  ["path", /\//],
  ["identifier", /^[a-z0-9_-]+$/],
];

export const formOf = (value: string): Form => patterns.find(([, pattern]) => pattern.test(value))?.[0] ?? "other";
