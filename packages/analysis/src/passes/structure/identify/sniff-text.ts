import type { ComponentFacts } from "@torrent/core/unstable";
import { mailPreamble } from "@torrent/decompose/unstable";
import { JsonScanner } from "../json/scanner.ts";
import { levelOf } from "../log/levels.ts";
import { plainLine } from "../log/plain-line.ts";
import { timestampStyle } from "../log/timestamp.ts";
import { sourceLanguage } from "../source/language.ts";
import { dialectOf, namedDialect } from "../table/dialect.ts";
import type { Family } from "./families.ts";
import { extensionOf } from "./names.ts";

export interface TextShape {
  family: Family;
  format: string;
}

const shape = (family: Family, format: string = family): TextShape => ({ family, format });

/** What intake calls a slice of a huge text; a slice's own start tells little. */
const bySliceKind: Record<string, TextShape> = {
  csv: shape("table", "csv"),
  log: shape("log"),
  jsonl: shape("jsonl"),
  json: shape("text", "json-slice"),
  xml: shape("text", "xml-slice"),
  mail: shape("text", "mail-slice"),
};

/** A document of these is none any more once it is cut, its first slice included. */
const cutApart = new Set(["json", "xml", "yaml"]);

const mailHeader =
  /^(From|To|Cc|Subject|Date|Message-ID|MIME-Version|Received|Return-Path|Delivered-To|Reply-To|Content-Type|X-[\w-]+|DKIM-Signature|ARC-[\w-]+|Authentication-Results|In-Reply-To|References|Sender):/i;

const isMail = (lines: readonly string[]): boolean => {
  const end = lines.findIndex((line) => line.trim() === "");
  const block = lines.slice(0, end < 0 ? 40 : Math.min(end, 200)).filter((line) => !/^[ \t]/.test(line));
  const headers = block.filter((line) => mailHeader.test(line));
  return (
    headers.length >= 3 &&
    block.every((line) => /^[!-9;-~]+:/.test(line)) &&
    headers.some((l) => /^(From|Received|Message-ID|Date):/i.test(l))
  );
};

const isJson = (line: string): boolean => {
  try {
    const value: unknown = JSON.parse(line.replace(/^[\x1e\0]+/, ""));
    return typeof value === "object" && value !== null;
  } catch {
    return false;
  }
};

/** JSON lines: at least two records of which nearly all parse by themselves. */
const isJsonLines = (lines: readonly string[], isNamed: boolean): boolean => {
  const records = lines.filter((line) => line.trim() !== "").slice(0, 50);
  if (isNamed && lines.length === 1) return true;
  return (
    records.length >= (isNamed ? 1 : 2) &&
    isJson(records[0] as string) &&
    records.filter(isJson).length >= records.length * 0.7
  );
};

const isLog = (lines: readonly string[]): boolean => {
  const sample = lines
    .filter((line) => line.trim() !== "")
    .slice(0, 200)
    .map(plainLine);
  if (sample.length < 3) return false;
  const dated = sample.filter((line) => timestampStyle(line) !== undefined).length;
  const levelled = sample.filter((line) => levelOf(line) !== undefined).length;
  return dated >= sample.length * 0.3 && (dated >= sample.length * 0.6 || levelled > 0);
};

const yamlKey = /^(\s*)(- )?[\w."'/-]+:(\s|$)|^\s*- \S|^\s*#|^---|^\s*$/;
const isYaml = (lines: readonly string[], extension: string): boolean => {
  const isNamed = extension === "yaml" || extension === "yml";
  if (isNamed) return true;
  const sample = lines.slice(0, 60);
  return (
    /^(%YAML|---\s*$)/.test(sample[0] ?? "") &&
    sample.filter((line) => yamlKey.test(line)).length >= sample.length * 0.8
  );
};

/** Elements of HTML that a fragment of it begins with: no root of an XML document has these names. */
const htmlFragment =
  /^<(?:div|p|h[1-6]|table|span|center|img|br|a|b|i|em|strong|ul|ol|li|body|head|meta|link|script|style|form|nav|header|footer|section|article|main|details|picture|font|hr|pre|blockquote)[\s>/]/i;
const xmlNames = new Set(
  "xml xsd xsl xslt svg rss atom kml gpx wsdl plist xhtml config csproj resx xaml pom".split(" "),
);

const rootName = (start: string): string | undefined => /^<([A-Za-z_][\w.:-]*)(?:\s[^<>]*)?\/?>/.exec(start)?.[1];

/** A document with one root element, told by how it begins and, where that is at hand, how it ends. */
const isXml = (start: string, isWhole: boolean, extension: string): boolean => {
  if (/^<\?xml[\s?]|^<!DOCTYPE\s/.test(start)) return true;
  const bare = start.replace(/^(?:<!--[\s\S]{0,8000}?-->\s*)+/, "");
  const root = rootName(bare);
  if (root === undefined) return false;
  if (xmlNames.has(extension)) return true;
  if (htmlFragment.test(bare)) return false;
  if (isWhole) return bare.trimEnd().endsWith(`</${root}>`) || /^<[^<>]*\/>\s*$/.test(bare);
  return /^<[^<>]*>\s*</.test(bare);
};

const byMark = (start: string, isWhole: boolean, extension: string): TextShape | undefined => {
  if (start[0] !== "<") return undefined;
  if (/^(?:<!--[\s\S]{0,8000}?-->\s*)*<(?:!doctype html|html[\s>])/i.test(start)) return shape("html");
  if (isXml(start, isWhole, extension)) {
    if (/^[\s\S]{0,2000}<(!doctype html|html[\s>])/i.test(start)) return shape("html");
    return /<svg[\s>]/.test(start.slice(0, 2000)) ? shape("image", "svg") : shape("xml");
  }
  return htmlFragment.test(start) && /<\/?[a-z]+[^<>]*>\s*$/i.test(start.slice(-400)) ? shape("html") : undefined;
};

const jsonNames = new Set(["json", "geojson", "ipynb", "har", "webmanifest", "json5", "jsonc"]);
const withoutComments = (start: string): string =>
  start.replace(/^(?:\/\/[^\n]*\n\s*|\/\*[\s\S]{0,4000}?\*\/\s*)+/, "");

/** How far JSON must hold where the name does not say that it is. */
const JSON_TOLERANCE = 256;

const beginsJson = (start: string, extension: string): boolean => {
  if (!/^(\{\s*("|\}|\/[/*]|[\w$]+\s*:)|\[\s*([[{"\d\]tfn/-]))/.test(start)) return false;
  if (jsonNames.has(extension)) return true;
  const scanner = new JsonScanner({ open() {}, close() {}, key() {}, scalar() {} });
  scanner.write(Buffer.from(start));
  return scanner.error === undefined || scanner.error.at > JSON_TOLERANCE;
};

const markdownNames = new Set(["md", "markdown", "mdx", "mkd", "mdown"]);

/** Formats of lines that say what they are. */
const lineFormats: readonly [RegExp, string][] = [
  [/^BEGIN:VCALENDAR\s/i, "icalendar"],
  [/^BEGIN:VCARD\s/i, "vcard"],
  [/^(?:version: ?1\s+)?(?:#[^\n]*\s+)*dn::? ?\S/, "ldif"],
];

/** What a text is. `text` is its start, decoded; `isWhole` tells whether it is all there is. */
export const sniffText = (text: string, isWhole: boolean, component: ComponentFacts): TextShape => {
  const extension = extensionOf(component.name);
  if (component.slice !== undefined && (component.slice.index > 0 || cutApart.has(component.kind)))
    return bySliceKind[component.kind] ?? shape("text", component.kind);
  const start = text.replace(/^[\s\0\x1e]+/, "");
  if (start === "") return shape("text", "blank");
  const lines = start.split(/\r\n|\n|\r/);
  if (!isWhole && lines.length > 1) lines.pop();
  if (/^From \S+.*\d{4}/.test(text) && isMail(lines.slice(1))) return shape("mbox");
  if (markdownNames.has(extension)) return shape("text", "markdown");
  const lineFormat = lineFormats.find(([mark]) => mark.test(start))?.[1];
  if (lineFormat) return shape("text", lineFormat);
  const code = sourceLanguage(component.name, text);
  const marked = byMark(start, isWhole, extension);
  if (marked && !code?.isCertain) return marked;
  if (jsonNames.has(extension) && /^\/[/*]/.test(start) && /^[{[]/.test(withoutComments(start))) return shape("json");
  if (start[0] === "{" || start[0] === "[") {
    if (isJsonLines(lines, extension === "jsonl" || extension === "ndjson")) return shape("jsonl");
    if (beginsJson(start, extension) && !isLog(lines)) return shape("json");
  }
  if (code?.isCertain) return shape("source", code.language);
  if (isMail(lines) || mailPreamble(start) !== undefined) return shape("mail");
  if (isYaml(lines, extension)) return shape("yaml");
  const isTabular = ["csv", "tsv", "psv", "tab"].includes(extension);
  if (isTabular) {
    const named = namedDialect(text, isWhole);
    if (named || (lines.length === 1 && !isWhole)) return shape("table", named?.delimiter === "\t" ? "tsv" : "csv");
  }
  const dialect = dialectOf(text, isWhole);
  if (isLog(lines)) return shape("log");
  if (dialect?.isClear) return shape("table", dialect.delimiter === "\t" ? "tsv" : "csv");
  if (code) return shape("source", code.language);
  if (extension === "log") return shape("log");
  return shape("text");
};
