import { ownPart } from "@torrent/core/unstable";
import type { PassContext, PassOutput } from "../../analysis-pass.ts";
import { ownDatabase } from "../patterns/own-database.ts";
import { formOf, isTextFamily, TextView } from "../view/index.ts";
import { Collector } from "./collector.ts";
import { proseKinds } from "./kinds.ts";
import { NameReader } from "./names.ts";
import { ProseReader } from "./prose.ts";
import { type OnMention, Scanner } from "./scanner.ts";

/** Kinds whose bytes are no text; what structure analysis extracts from some of them is. */
const binaryKinds = new Set(["pdf", "office", "image", "binary"]);

const utf8 = new TextEncoder();
const SLICE = 1 << 16;

async function* encoded(text: string): AsyncIterable<Uint8Array> {
  for (let from = 0; from < text.length; from += SLICE) yield utf8.encode(text.slice(from, from + SLICE));
}

/** Reads the component, or the text that was extracted from it, once. */
export const read = async (context: PassContext): Promise<PassOutput> => {
  const { kind } = context.component;
  const { SecretFinder } = await import("../patterns/secret-finder.ts");
  const form = formOf(context);
  const view = form && isTextFamily(form.family) ? new TextView(form) : undefined;
  const text = view ? undefined : context.upstream("structure")?.text;
  const source = text !== undefined ? "extracted-text" : binaryKinds.has(kind) && !view ? "none" : "component";
  const collector = new Collector();
  // An extracted text is a slice's own already, and its offsets are the text's.
  const own = source === "component" ? ownPart(context.component) : { from: 0, to: Infinity, offset: 0 };
  const onMention: OnMention = (mention, stretch, base) => {
    const start = view ? view.start(mention.start + base) : mention.start + base;
    if (start < own.from || start >= own.to) return;
    const end = view ? view.end(mention.end + base) : mention.end + base;
    collector.add(mention, stretch, { start: start + own.offset, end: end + own.offset }, base);
  };
  const scanner = new Scanner(onMention, true);
  const names = new NameReader(onMention);
  const prose = proseKinds.has(kind) ? new ProseReader((bytes, base) => names.paragraph(bytes, base)) : undefined;
  // What a rule masks is not shown here either.
  const secrets = new SecretFinder(await ownDatabase(), context.component);
  let bytes = 0;
  if (source !== "none")
    for await (const chunk of text !== undefined
      ? encoded(text)
      : view
        ? view.read(context.bytes())
        : context.bytes()) {
      context.signal.throwIfAborted();
      scanner.push(chunk);
      secrets.push(chunk);
      prose?.push(chunk);
      bytes += chunk.length;
    }
  scanner.end();
  prose?.end();
  secrets.finish();
  const { entities, withheld } = collector.shown((from, to) => secrets.within(from, to));
  const read = { bytes, prose: names.read, proseSkipped: names.skipped };
  return {
    entities,
    facts: { offsetsIn: source, read, kinds: collector.counts, ...(withheld > 0 ? { withheld } : {}) },
    ...(collector.truncated || names.skipped > 0 ? { truncated: true } : {}),
  };
};
