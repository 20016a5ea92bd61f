import { SaxesParser } from "saxes";
import { decodeText } from "../../view/decode.ts";
import { Report } from "../report.ts";
import type { Parser } from "./task.ts";

const MAX_PATHS = 2000;
const UNUSUAL_DEPTH = 200;
const DEPTH_LIMIT = 100_000;
const MANY_ENTITIES = 20;
const CHUNK = 64 * 1024;

/** What a document type declares: entities are never expanded, only named. */
const readDoctype = (doctype: string, report: Report): Record<string, unknown> => {
  const entities = doctype.match(/<!ENTITY\s/g)?.length ?? 0;
  const external = /<!ENTITY\s+[^>]{0,200}?\b(SYSTEM|PUBLIC)\b[^>]{0,300}/.exec(doctype)?.[0];
  if (external)
    report.find({
      rule: "xml-external-entity",
      title: "An entity that is loaded from elsewhere; it was not",
      severity: "high",
      context: external,
    });
  const nested = /<!ENTITY\s+\S+\s+(["'])(?:(?!\1)[^&]){0,500}&\w+;/.test(doctype);
  if (nested || entities > MANY_ENTITIES)
    report.find({
      rule: "xml-entity-expansion",
      title: `${entities} entities that may expand into each other; none was expanded`,
      severity: "high",
      context: doctype.trim(),
    });
  return { entities, external: external !== undefined };
};

/** XML: elements by path with counts, depth, namespaces; document types flagged; the place where it breaks. */
export const parse: Parser = async ({ bytes, charset }) => {
  const report = new Report();
  const parser = new SaxesParser({ xmlns: false, position: true });
  const paths = new Map<string, number>();
  const stack: string[] = [];
  const namespaces = new Set<string>();
  const attributes = new Set<string>();
  let elements = 0;
  let deepest = 0;
  let root: string | undefined;
  let doctype: Record<string, unknown> | undefined;
  let broken: { message: string; at: number; line: number } | undefined;
  parser.on("error", (error) => {
    broken ??= { message: error.message.replace(/^[^:]*:\d+:\d+: /, ""), at: parser.position, line: parser.line };
  });
  parser.on("doctype", (text) => {
    doctype = readDoctype(text, report);
  });
  parser.on("opentag", (tag) => {
    elements++;
    root ??= tag.name;
    const parent = stack.at(-1) ?? "";
    const path = stack.length < 12 ? `${parent}/${tag.name}` : parent;
    stack.push(path);
    if (stack.length > deepest) deepest = stack.length;
    if (stack.length > DEPTH_LIMIT)
      broken ??= { message: `Nested deeper than ${DEPTH_LIMIT} elements`, at: parser.position, line: parser.line };
    if (paths.size < MAX_PATHS || paths.has(path)) paths.set(path, (paths.get(path) ?? 0) + 1);
    for (const [name, value] of Object.entries(tag.attributes as Record<string, string>)) {
      if (name === "xmlns" || name.startsWith("xmlns:")) namespaces.add(value.slice(0, 200));
      else if (attributes.size < 200) attributes.add(name);
    }
  });
  parser.on("closetag", () => stack.pop());
  const text = decodeText(bytes, charset);
  for (let at = 0; at < text.length && !broken; at += CHUNK) parser.write(text.slice(at, at + CHUNK));
  if (!broken) parser.close();
  if (broken)
    report.find({
      rule: "malformed-xml",
      title: `Not well-formed: ${broken.message}`,
      severity: "medium",
      line: broken.line,
    });
  if (deepest > UNUSUAL_DEPTH)
    report.find({ rule: "deep-nesting", title: `${deepest} levels of elements`, severity: "medium" });
  report.facts.xml = {
    valid: broken === undefined,
    root,
    elements,
    depth: deepest,
    namespaces: [...namespaces].slice(0, 50),
    attributes: [...attributes],
    ...(doctype ? { doctype } : {}),
    paths: [...paths]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 100)
      .map(([path, count]) => ({ path, count })),
  };
  return report.output();
};
