import { kindByMagic } from "./magic.ts";
import { mailPreamble } from "./mail-start.ts";
import { startsMbox } from "./mbox.ts";
import { decode, encodingOf } from "./text.ts";

/** Bytes that detection looks at. */
export const HEAD_BYTES = 8192;

export const kinds = [
  ...["text", "log", "csv", "json", "jsonl", "xml", "html", "yaml", "markdown", "source", "mail", "mbox"],
  ...["pdf", "office", "image", "audio", "video", "archive", "sqlite", "parquet", "executable", "font"],
  ...["binary", "empty"],
] as const;

/** Kinds of text that mean the same when they are cut at a line end. */
const sliceable = new Set(["text", "log", "csv", "json", "jsonl", "xml", "html", "yaml", "markdown", "source"]);
/** Content without lines that is looked at byte by byte, and may be cut anywhere. */
export const isCuttable = (kind: string): boolean => kind === "binary" || kind === "audio" || kind === "video";
export const isSliceable = (kind: string): boolean => sliceable.has(kind);

/**
 * What a component is, judged by its first {@link HEAD_BYTES} bytes and then by its name. In this order: `empty`; a
 * binary format's signature; not readable as text: `binary`; texts that say what they are (mbox, mail, XML, HTML,
 * JSON, a shebang); the name's extension; the look of the lines (JSON lines, log, CSV); else `text`.
 */
export const kindOf = (name: string, head: Uint8Array): string => {
  if (head.length === 0) return "empty";
  const magic = kindByMagic(head);
  if (magic) return magic;
  const encoding = encodingOf(head.subarray(0, HEAD_BYTES));
  if (!encoding) return "binary";
  const text = decode(head.subarray(0, HEAD_BYTES), encoding).replace(/^\ufeff/, "");
  const extension = /\.([A-Za-z0-9_+-]{1,12})$/.exec(name)?.[1]?.toLowerCase() ?? "";
  return declared(text, extension) ?? byExtension.get(extension) ?? byBaseName(name) ?? byLines(text) ?? "text";
};

const table: Record<string, string> = {
  log: "log",
  csv: "csv tsv psv tab",
  json: "json geojson ipynb har webmanifest",
  jsonl: "jsonl ndjson",
  xml: "xml xsd xsl xslt svg rss atom kml gpx wsdl plist",
  html: "html htm xhtml mhtml",
  yaml: "yaml yml",
  markdown: "md markdown mdx",
  source:
    "js mjs cjs jsx ts mts cts tsx vue svelte py pyw rb php pl pm java kt kts scala groovy go rs c h cc cpp cxx hh hpp cs fs vb swift m mm " +
    "sh bash zsh fish ps1 psm1 bat cmd sql r lua dart ex exs erl hs clj lisp el asm s tf hcl gradle cmake make mk proto graphql css scss less " +
    "toml ini cfg conf properties env dockerfile patch diff",
};

const byExtension = new Map(
  Object.entries(table).flatMap(([kind, extensions]) =>
    extensions.split(" ").map((extension) => [extension, kind] as const),
  ),
);

const byBaseName = (name: string): string | undefined => {
  const base = name.slice(name.lastIndexOf("/") + 1);
  if (
    /^(?:Dockerfile|Makefile|Jenkinsfile|Vagrantfile|Gemfile|Rakefile|\.env(?:\..+)?|\.(?:bash|zsh)rc|\.npmrc|\.gitconfig)$/.test(
      base,
    )
  )
    return "source";
  return /\.log(?:[.-]\d[\w.-]*)?$/.test(base) || /^(?:syslog|messages|auth\.log|dmesg)(?:[.-]\d+)?$/.test(base)
    ? "log"
    : undefined;
};

const declared = (text: string, extension: string): string | undefined => {
  if (startsMbox(text)) return "mbox";
  if (byExtension.get(extension) !== "source" && mailPreamble(text) !== undefined) return "mail";
  if (/^#!.*\w/.test(text)) return "source";
  const start = text.slice(0, 1024).trimStart();
  const isSource = byExtension.get(extension) === "source";
  if (!isSource && /^(?:<!--[\s\S]*?-->\s*)?<(?:!doctype html|html[\s>])/i.test(start)) return "html";
  if (start.startsWith("<?xml")) return /<html[\s>]/i.test(start) ? "html" : "xml";
  if (!isSource && /^[{[]/.test(start)) return jsonKind(text.trimStart(), extension);
  return undefined;
};

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const jsonKind = (text: string, extension: string): string | undefined => {
  const [first = "", second] = text.split(/\r?\n/, 2);
  if (parses(first) && second !== undefined && /^\s*[{[]/.test(second)) return "jsonl";
  if (parses(text)) return byExtension.get(extension) === "jsonl" ? "jsonl" : "json";
  if (byExtension.has(extension)) return undefined;
  return /^(?:\{\s*"(?:[^"\\]|\\.)*"\s*:|\[\s*(?:[{["]|-?\d))/.test(text) ? "json" : undefined;
};

const LOG_LINE =
  /^\W{0,2}(?:<\d{1,3}>|(?:\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d)|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\S+ \S+ \S+ \[\d\d\/[A-Z][a-z]{2}\/\d{4}|\d{2}:\d{2}:\d{2}[.,]\d{3})/;

const byLines = (text: string): string | undefined => {
  const lines = text.split(/\r?\n/, 50).slice(0, -1);
  if (lines.length === 0) return undefined;
  if (lines.filter((line) => LOG_LINE.test(line)).length * 2 > lines.length) return "log";
  if (/^---\s*$/.test(lines[0]!) && /^[\w-]+:( |$)/.test(lines[1] ?? "")) return "yaml";
  return [",", ";", "\t", "|"].some((mark) => isTable(lines, mark)) ? "csv" : undefined;
};

const isTable = (lines: readonly string[], mark: string): boolean => {
  const columns = lines.map((line) => line.split(mark).length);
  return lines.length >= 3 && columns[0]! >= 3 && columns.every((count) => count === columns[0]);
};
