import { createHash } from "node:crypto";
import type { Context, TypedResponse } from "hono";

/**
 * Weak validators computed from the versions behind a response. The body is never hashed, so that streams are not
 * buffered.
 */
export const versionTag = (...versions: readonly (string | number | undefined)[]): string =>
  `W/"${createHash("sha256").update(versions.join("\u0000")).digest("base64url").slice(0, 22)}"`;

const opaque = (tag: string): string => tag.trim().replace(/^W\//, "");

type NotModified = Response & TypedResponse<null, 304, "body">;

/** Sets the validators and returns a 304 if the client has this version (RFC 9110, section 13.1.2: weak comparison). */
export const notModified = (c: Context, tag: string): NotModified | undefined => {
  c.header("etag", tag);
  c.header("cache-control", "private, no-cache");
  const ifNoneMatch = c.req.header("if-none-match");
  if (ifNoneMatch === undefined) return undefined;
  const matches =
    ifNoneMatch.trim() === "*" || ifNoneMatch.split(",").some((candidate) => opaque(candidate) === opaque(tag));
  return matches ? c.body(null, 304) : undefined;
};
