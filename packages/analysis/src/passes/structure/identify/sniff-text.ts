import type { ComponentFacts } from "@torrent/core/unstable";
import { levelOf } from "../log/levels.ts";
import { timestampStyle } from "../log/timestamp.ts";
import { sourceLanguage } from "../source/language.ts";
import { dialectOf } from "../table/dialect.ts";
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
    const value: unknown = JSON.parse(line);
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
  const sample = lines.filter((line) => line.trim() !== "").slice(0, 200);
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

const byMark = (start: string): TextShape | undefined => {
  if (/^(<!doctype html|<html[\s>])/i.test(start)) return shape("html");
  if (/^(<\?xml|<!DOCTYPE|<!--)/.test(start) || /^<([A-Za-z_][\w.:-]*)(\s[^<>]*)?\/?>/.test(start))
    return /^[\s\S]{0,2000}<(!doctype html|html[\s>])/i.test(start)
      ? shape("html")
      : /<svg[\s>]/.test(start.slice(0, 2000))
        ? shape("image", "svg")
        : shape("xml");
  return undefined;
};

/** What a text is. `text` is its start, decoded; `isWhole` tells whether it is all there is. */
export const sniffText = (text: string, isWhole: boolean, component: ComponentFacts): TextShape => {
  const extension = extensionOf(component.name);
  if (component.slice !== undefined && (component.slice.index > 0 || cutApart.has(component.kind)))
    return bySliceKind[component.kind] ?? shape("text", component.kind);
  const start = text.trimStart();
  if (start === "") return shape("text", "blank");
  const lines = text.split(/\r\n|\n|\r/);
  if (!isWhole && lines.length > 1) lines.pop();
  if (/^From \S+.*\d{4}/.test(text) && isMail(lines.slice(1))) return shape("mbox");
  const code = sourceLanguage(component.name, text);
  const marked = byMark(start);
  if (marked && !code?.isCertain) return marked;
  if (start[0] === "{" || start[0] === "[") {
    if (isJsonLines(lines, extension === "jsonl" || extension === "ndjson")) return shape("jsonl");
    if (/^(\{\s*("|\})|\[\s*([[{"\d\]tfn-]))/.test(start) && !isLog(lines)) return shape("json");
  }
  if (code?.isCertain) return shape("source", code.language);
  if (isMail(lines)) return shape("mail");
  if (isYaml(lines, extension)) return shape("yaml");
  const isTabular = ["csv", "tsv", "psv", "tab"].includes(extension);
  const dialect = dialectOf(text, isWhole);
  if (isTabular && (dialect || (lines.length === 1 && !isWhole)))
    return shape("table", dialect?.delimiter === "\t" ? "tsv" : "csv");
  if (isLog(lines)) return shape("log");
  if (dialect?.isClear) return shape("table", dialect.delimiter === "\t" ? "tsv" : "csv");
  if (code) return shape("source", code.language);
  if (extension === "log") return shape("log");
  return shape("text", extension === "md" ? "markdown" : "text");
};
