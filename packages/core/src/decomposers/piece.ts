import { createHash } from "node:crypto";
import type { Piece } from "../decomposition.ts";

/** A piece whose bytes are in memory. */
export const pieceOf = (name: string, kind: string, bytes: Uint8Array): Piece => ({
  name,
  kind,
  bytes: bytes.length,
  sha256: createHash("sha256").update(bytes).digest("hex"),
  async *body() {
    yield bytes;
  },
  async release() {},
});
