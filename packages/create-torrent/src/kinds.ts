/** How packages are taken apart, and what the question says about it. */
export const kinds = {
  archives: "each file in a zip, tarball or mailbox is a component",
  lines: "each line of a file is a component",
  own: "your own generator takes packages apart",
} as const;

export type Kind = keyof typeof kinds;

export const isKind = (value: string): value is Kind => Object.hasOwn(kinds, value);
