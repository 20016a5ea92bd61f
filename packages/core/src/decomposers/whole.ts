import { createHash } from "node:crypto";
import type { Decompose } from "../decomposition.ts";

/**
 * A decomposer for packages that are one component each, of this kind.
 *
 * @example
 * defineChoreography({ name: "scans", decompose: whole("image"), passes: [read] });
 */
export const whole = (kind: string): Decompose =>
  async function* (source, { signal }) {
    const hash = createHash("sha256");
    for await (const chunk of source.read()) {
      signal?.throwIfAborted();
      hash.update(chunk);
    }
    yield {
      name: source.name,
      kind,
      bytes: source.bytes,
      sha256: hash.digest("hex"),
      body: () => source.read(),
      async release() {},
    };
  };
