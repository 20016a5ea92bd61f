import * as z from "zod/mini";
import { described } from "../docs/schema-docs.ts";

const packageId = () =>
  z.string().check(z.regex(/^pkg_[0-9a-f]{24}$/, "A package id is pkg_ followed by 24 hex digits"));

export const PackageId = z.object({ id: described(packageId(), { example: "pkg_0f1e2d3c4b5a69788796a5b4" }) });

/** An integer in a query string. */
export const integerParam = (least: number, most?: number) =>
  z.coerce.number().check(z.int(), z.gte(least), ...(most === undefined ? [] : [z.lte(most)]));

export const limit = (most: number, usual: number) => described(z._default(integerParam(1, most), usual), `1–${most}`);

export const cursor = described(z.optional(z.string().check(z.maxLength(2048))), "`next` from the previous page.");

export const namePart = described(
  z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  "Text contained in the name; case-insensitive.",
);

/** `?state=failed&state=partial` and `?state=failed,partial` mean the same. */
export const listParam = <const T extends readonly [string, ...string[]]>(names: T) =>
  z.optional(
    z.pipe(
      z.transform((value: unknown) => [value].flat().flatMap((item) => String(item).split(","))),
      z.array(z.enum(names)).check(z.maxLength(names.length)),
    ),
  );
