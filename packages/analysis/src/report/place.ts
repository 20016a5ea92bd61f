import type { Report, ReportFinding } from "./schema.ts";

/** Where in its component a finding is, for people: `line 12`, `byte 340`, or nothing. */
export const placeOf = ({ line, start }: Pick<ReportFinding, "line" | "start">): string =>
  line !== undefined ? `line ${line}` : start !== undefined ? `byte ${start}` : "";

/** Times are thousands and say little one by one: a table of entities for people leaves them out. */
export const isTime = (kind: string): boolean => kind === "datetime";

/** How many different things are named, times left out; in older reports, all mentions. */
export const differentEntities = ({ entities: { distinct, total } }: Pick<Report, "entities">): number =>
  distinct ? Object.values(distinct).reduce((sum, one) => sum + one, 0) : total;
