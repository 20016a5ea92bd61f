import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from "yaml";
import { decodeText } from "../../view/decode.ts";
import { observeValue, Schema } from "../json/schema.ts";
import { Report } from "../report.ts";
import type { Parser } from "./task.ts";

const MANY_ALIASES = 100;
const UNUSUAL_DEPTH = 100;
/** Tags that make a careless loader build objects or run code. */
const dangerous = /^(tag:yaml\.org,2002:|!)?(python|ruby|java|perl|php|!?js)\b|!!(python|ruby|java|perl|php|js)/;

interface Seen {
  aliases: number;
  depth: number;
  keys: number;
}

const walk = (root: Node, counter: LineCounter, report: Report): Seen => {
  const seen: Seen = { aliases: 0, depth: 0, keys: 0 };
  const stack: [unknown, number][] = [[root, 1]];
  for (let top = stack.pop(); top; top = stack.pop()) {
    const [node, depth] = top;
    if (depth > seen.depth) seen.depth = depth;
    if (isAlias(node)) seen.aliases++;
    if ((isMap(node) || isSeq(node) || isScalar(node)) && node.tag && dangerous.test(node.tag)) {
      const [start] = node.range ?? [0];
      report.find({
        rule: "yaml-object-tag",
        title: "A tag that makes some loaders build objects",
        severity: "high",
        line: counter.linePos(start).line,
        context: node.tag,
      });
    }
    if (isMap(node))
      for (const { key, value } of node.items) {
        seen.keys++;
        stack.push([key, depth + 1], [value, depth + 1]);
      }
    else if (isSeq(node)) for (const item of node.items) stack.push([item, depth + 1]);
  }
  return seen;
};

/** YAML: documents, schema, depth, anchors; aliases are counted and never expanded where there are many. */
export const parse: Parser = async ({ bytes, charset }) => {
  const report = new Report();
  const counter = new LineCounter();
  const parsed = parseAllDocuments(decodeText(bytes, charset), {
    lineCounter: counter,
    logLevel: "silent",
    prettyErrors: false,
  });
  const documents = Array.isArray(parsed) ? parsed : [];
  const schema = new Schema();
  const total: Seen = { aliases: 0, depth: 0, keys: 0 };
  let invalid = 0;
  for (const document of documents) {
    if (document.errors.length > 0) invalid++;
    for (const error of document.errors)
      report.find({
        rule: error.code === "DUPLICATE_KEY" ? "duplicate-key" : "malformed-yaml",
        title: error.message.slice(0, 200),
        severity: "low",
        line: counter.linePos(error.pos[0]).line,
      });
    if (!document.contents) continue;
    const seen = walk(document.contents as Node, counter, report);
    total.aliases += seen.aliases;
    total.keys += seen.keys;
    total.depth = Math.max(total.depth, seen.depth);
    if (seen.aliases <= MANY_ALIASES && document.errors.length === 0)
      observeValue(schema, document.toJS({ maxAliasCount: MANY_ALIASES }));
  }
  if (total.aliases > MANY_ALIASES)
    report.find({
      rule: "yaml-alias-expansion",
      title: `${total.aliases} aliases, which may expand into each other; none was expanded`,
      severity: "medium",
    });
  if (total.depth > UNUSUAL_DEPTH)
    report.find({ rule: "deep-nesting", title: `${total.depth} levels`, severity: "medium" });
  report.facts.yaml = { documents: documents.length, invalidDocuments: invalid, ...total, schema: schema.facts() };
  return report.output();
};
