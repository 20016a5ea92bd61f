import { formatCount } from "@torrent/core/format";

/** A name in code, such as `netCents`, for people: `net cents`. */
export const wordsOf = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/[-_]/g, " ")
    .toLowerCase();

/** The same as a heading: `Net cents`. */
export const headingOf = (name: string): string => {
  const words = wordsOf(name);
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
};

const singular = (plural: string): string =>
  plural.endsWith("ies") ? `${plural.slice(0, -3)}y` : /[^s]s$/.test(plural) ? plural.slice(0, -1) : plural;

/** `1 finding`, `12 entities`: choreographies name what they count in the plural. */
export const countText = (name: string, count: number): string =>
  `${formatCount(count)} ${count === 1 ? singular(wordsOf(name)) : wordsOf(name)}`;

/** `3 findings, 12 entities`; names that count nothing are left out. */
export const countsText = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .filter(([, count]) => count !== 0)
    .map(([name, count]) => countText(name, count))
    .join(", ");
