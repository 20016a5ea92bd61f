import type { PackageRow } from "@torrent/core";
import * as z from "zod/mini";
import { severities } from "../findings.ts";
import { type FindingPosition, findingSorts } from "./findings-page.ts";

const integer = (least: number, most: number) => z.coerce.number().check(z.int(), z.gte(least), z.lte(most));
const revision = () => z.optional(integer(1, 1_000_000));
const text = (most: number) => z.optional(z.string().check(z.minLength(1), z.maxLength(most)));

/** `high,critical`. */
const severityList = z.optional(
  z.pipe(
    z.transform((value: unknown) => String(value).split(",")),
    z.array(z.enum(severities)).check(z.maxLength(severities.length)),
  ),
);

/** Where a page begins: the severity it is at, and a byte of the file. */
const position = z.optional(
  z.pipe(
    z.string().check(z.regex(/^\d{1,2}-\d{1,15}$/, "A cursor is `next` of the page before")),
    z.transform((value): FindingPosition => {
      const [level = 0, at = 0] = value.split("-").map(Number);
      return { level, at };
    }),
  ),
);

export const ReportQuery = z.object({ revision: revision() });
export const DiffQuery = z.object({ from: revision(), to: revision() });
export const FindingsQuery = z.object({
  revision: revision(),
  severity: severityList,
  sort: z._default(z.enum(findingSorts), "severity"),
  pass: text(32),
  rule: text(200),
  component: text(200),
  text: text(200),
  limit: z._default(integer(1, 500), 100),
  cursor: position,
});

export type Parsed<T> = { ok: true; value: T } | { ok: false; why: string };

export const parseQuery = <T>(schema: z.ZodMiniType<T>, query: URLSearchParams): Parsed<T> => {
  const parsed = z.safeParse(schema, Object.fromEntries(query));
  if (parsed.success) return { ok: true, value: parsed.data };
  return {
    ok: false,
    why: parsed.error.issues.map(({ path, message }) => `query.${path.join(".")}: ${message}`).join("; "),
  };
};

/** The requested revision, or the latest one. */
export const revisionOf = (row: PackageRow, requested: number | undefined): Parsed<number> => {
  if (row.revision === undefined)
    return { ok: false, why: `Package ${row.id} has no report yet; its state is ${row.state}` };
  if (requested !== undefined && requested > row.revision)
    return { ok: false, why: `Package ${row.id} has no revision ${requested}; the latest is ${row.revision}` };
  return { ok: true, value: requested ?? row.revision };
};
