import { createHash } from "node:crypto";
import type { Context, TypedResponse } from "hono";

/**
 * Weak validators made of the versions that an answer was put together from; the body is never hashed, so that
 * nothing is held back from a stream.
 */
export const versionTag = (...versions: readonly (string | number | undefined)[]): string =>
  `W/"${createHash("sha256").update(versions.join("\u0000")).digest("base64url").slice(0, 22)}"`;

const opaque = (tag: string): string => tag.trim().replace(/^W\//, "");

type NotModified = Response & TypedResponse<null, 304, "body">;

/** Sets the validators; the answer is a 304 if the client holds this version (RFC 9110, section 13.1.2: weak comparison). */
export const notModified = (c: Context, tag: string): NotModified | undefined => {
  c.header("etag", tag);
  c.header("cache-control", "private, no-cache");
  const held = c.req.header("if-none-match");
  if (held === undefined) return undefined;
  const matches = held.trim() === "*" || held.split(",").some((candidate) => opaque(candidate) === opaque(tag));
  return matches ? c.body(null, 304) : undefined;
};
