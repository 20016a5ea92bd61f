import { definePass, type Pass, type PassContext, type PassOutput } from "@torrent/core";
import { Collector } from "./collector.ts";
import { NameReader } from "./names.ts";
import { ProseReader } from "./prose.ts";
import { type OnMention, Scanner } from "./scanner.ts";

/** Kinds whose bytes are no text; what structure analysis extracts from some of them is. */
const binaryKinds = new Set(["pdf", "office", "image", "binary"]);

/** Kinds in which people write sentences; names are looked for in these only. */
const proseKinds = new Set(["text", "mail", "pdf", "office"]);

/** Bytes per second of one vCPU; see the bench table. */
const BYTES_PER_SECOND = 15_000_000;

const utf8 = new TextEncoder();
const SLICE = 1 << 16;

async function* encoded(text: string): AsyncIterable<Uint8Array> {
  for (let from = 0; from < text.length; from += SLICE) yield utf8.encode(text.slice(from, from + SLICE));
}

const read = async (context: PassContext): Promise<PassOutput> => {
  const { kind } = context.component;
  const text = context.upstream("structure")?.text;
  const source = text !== undefined ? "extracted-text" : binaryKinds.has(kind) ? "none" : "component";
  const collector = new Collector();
  const onMention: OnMention = (mention, stretch, base) => collector.add(mention, stretch, (at) => at + base);
  const scanner = new Scanner(onMention);
  const names = new NameReader(onMention);
  const prose = proseKinds.has(kind) ? new ProseReader((bytes, base) => names.paragraph(bytes, base)) : undefined;
  let bytes = 0;
  if (source !== "none")
    for await (const chunk of text !== undefined ? encoded(text) : context.bytes()) {
      context.signal.throwIfAborted();
      scanner.push(chunk);
      prose?.push(chunk);
      bytes += chunk.length;
    }
  scanner.end();
  prose?.end();
  const read = { bytes, prose: names.read, proseSkipped: names.skipped };
  return {
    entities: collector.entities,
    facts: { offsetsIn: source, read, kinds: collector.counts },
    ...(collector.truncated || names.skipped > 0 ? { truncated: true } : {}),
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
  estimate: ({ kind, bytes }) => ({
    seconds: (proseKinds.has(kind) ? 2 : 0.5) + bytes / BYTES_PER_SECOND,
    memoryMB: 256,
  }),
  run: read,
});
