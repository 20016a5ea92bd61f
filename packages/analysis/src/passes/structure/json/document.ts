import type { Report } from "../report.ts";
import { JsonScanner } from "./scanner.ts";
import { Schema } from "./schema.ts";

const UNUSUAL_DEPTH = 100;
/** Schemas are followed this deep; the stack of open ones need not be longer. */
const FOLLOWED = 64;
const KEYS_CHECKED = 10_000;

/** Profiles one JSON document of any size: schema, depth, counts, repeated keys, the place where it breaks. */
export const profileJson = async (
  chunks: AsyncIterable<Uint8Array>,
  options: { signal: AbortSignal; hasOffsets: boolean },
  report: Report,
): Promise<Record<string, unknown>> => {
  const root = new Schema();
  const open: (Schema | undefined)[] = [];
  const kinds: ("object" | "array")[] = [];
  const seen: (Set<string> | undefined)[] = [];
  let pending: Schema | undefined;
  let depth = 0;
  let deepest = { depth: 0, at: 0 };
  let objects = 0;
  let arrays = 0;
  let scalars = 0;
  let longestText = 0;
  const place = (at: number) => (options.hasOffsets ? { start: at } : {});
  const slot = (): Schema | undefined => {
    if (depth === 0) return root;
    if (depth > FOLLOWED) return undefined;
    return kinds[depth - 1] === "array" ? open[depth - 1]?.item() : pending;
  };
  const scanner = new JsonScanner({
    open(kind, at) {
      const schema = slot();
      schema?.observe(kind);
      if (kind === "object") objects++;
      else arrays++;
      if (depth < FOLLOWED) {
        open[depth] = schema;
        kinds[depth] = kind;
        seen[depth] = undefined;
      }
      depth++;
      if (depth > deepest.depth) deepest = { depth, at };
    },
    close() {
      depth--;
    },
    key(name, at) {
      if (depth > FOLLOWED) return;
      pending = open[depth - 1]?.key(name);
      seen[depth - 1] ??= new Set();
      const keys = seen[depth - 1] as Set<string>;
      if (keys.has(name))
        report.find({
          rule: "duplicate-key",
          title: `The key "${name.slice(0, 80)}" stands twice in one object`,
          severity: "low",
          ...place(at),
          context: name,
        });
      else if (keys.size < KEYS_CHECKED) keys.add(name);
    },
    scalar(type, text) {
      slot()?.observe(type);
      scalars++;
      if (type === "string" && text.length > longestText) longestText = text.length;
    },
  });
  for await (const chunk of chunks) {
    options.signal.throwIfAborted();
    scanner.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    if (scanner.error) break;
  }
  scanner.end();
  const { error } = scanner;
  if (error)
    report.find({
      rule: "malformed-json",
      title: `Not JSON from byte ${error.at} on: ${error.message}`,
      severity: "medium",
      ...place(error.at),
    });
  if (deepest.depth > UNUSUAL_DEPTH)
    report.find({
      rule: "deep-nesting",
      title: `${deepest.depth} levels of objects and arrays`,
      severity: "medium",
      ...place(deepest.at),
    });
  const leniencies = [...scanner.leniencies];
  return {
    valid: error === undefined,
    ...(leniencies.length > 0 ? { leniencies } : {}),
    ...(scanner.documents > 1 ? { documents: scanner.documents } : {}),
    depth: deepest.depth,
    objects,
    arrays,
    scalars,
    schema: root.facts(),
  };
};
