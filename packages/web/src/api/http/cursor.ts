import { createHmac, timingSafeEqual } from "node:crypto";
import { Problem } from "./problem.ts";

/**
 * Opaque page positions. A cursor is signed together with its query (`scope`), so that it cannot be forged or used with
 * another query.
 */
export interface Cursors {
  seal(scope: string, position: string): string;
  /** Throws `invalid-cursor` if this server did not make it for this scope. */
  open(scope: string, cursor: string): string;
}

/** Truncated HMAC-SHA256: 128 bits are enough for a page position (RFC 2104, section 5). */
const TAG_BYTES = 16;

export const signedCursors = (key: string | Uint8Array): Cursors => {
  const tag = (scope: string, position: string) =>
    createHmac("sha256", key).update(`${scope}\u0000${position}`).digest().subarray(0, TAG_BYTES);
  return {
    seal: (scope, position) => Buffer.concat([tag(scope, position), Buffer.from(position)]).toString("base64url"),
    open: (scope, cursor) => {
      const bytes = Buffer.from(cursor, "base64url");
      const position = bytes.subarray(TAG_BYTES).toString();
      if (
        bytes.toString("base64url") !== cursor ||
        bytes.length <= TAG_BYTES ||
        !timingSafeEqual(bytes.subarray(0, TAG_BYTES), tag(scope, position))
      )
        throw new Problem(
          "invalid-cursor",
          "This cursor does not belong to this query; start again from the first page",
        );
      return position;
    },
  };
};
