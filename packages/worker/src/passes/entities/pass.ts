import { definePass, type Pass, type PassContext, type PassOutput } from "@torrent/core";
import { Collector } from "./collector.ts";
import { Scanner } from "./scanner.ts";

/** Kinds whose bytes are no text; what structure analysis extracts from some of them is. */
const binaryKinds = new Set(["pdf", "office", "image", "binary"]);

/** Bytes per second of one vCPU; see the bench table. */
const BYTES_PER_SECOND = 15_000_000;

const utf8 = new TextEncoder();
const SLICE = 1 << 16;

async function* encoded(text: string): AsyncIterable<Uint8Array> {
  for (let from = 0; from < text.length; from += SLICE) yield utf8.encode(text.slice(from, from + SLICE));
}

const read = async (context: PassContext): Promise<PassOutput> => {
  const text = context.upstream("structure")?.text;
  const source = text !== undefined ? "extracted-text" : binaryKinds.has(context.component.kind) ? "none" : "component";
  const collector = new Collector();
  const scanner = new Scanner((mention, stretch, base) => collector.add(mention, stretch, (at) => at + base));
  let bytes = 0;
  if (source !== "none")
    for await (const chunk of text !== undefined ? encoded(text) : context.bytes()) {
      context.signal.throwIfAborted();
      scanner.push(chunk);
      bytes += chunk.length;
    }
  scanner.end();
  return {
    entities: collector.entities,
    facts: { offsetsIn: source, bytes, kinds: collector.counts },
    ...(collector.truncated ? { truncated: true } : {}),
  };
};

/**
 * Names of things in the component's text, or in the text that structure analysis extracted from it (`facts.offsetsIn`
 * tells which: offsets count bytes of the component, or of the extracted text in UTF-8).
 */
export const entitiesPass: Pass = definePass({
  name: "entities",
  version: 1,
  after: ["structure"],
  required: true,
  accepts: ({ kind }) => kind !== "empty" && kind !== "archive",
  estimate: ({ bytes }) => ({ seconds: 0.5 + bytes / BYTES_PER_SECOND, memoryMB: 256 }),
  run: read,
});
