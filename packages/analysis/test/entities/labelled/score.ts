import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { mentionsIn, nameKinds } from "../../../src/passes/entities/index.ts";
import type { Mention } from "../../../src/passes/entities/mention.ts";
import { namesIn } from "../../../src/passes/entities/names.ts";
import { type Label, type Passage, readMarkup } from "./markup.ts";

export const parts = ["development", "held-out"] as const;
export type Part = (typeof parts)[number];

export interface KindScore {
  kind: string;
  labels: number;
  found: number;
  right: number;
  precision: number;
  recall: number;
}

export interface Mistake {
  file: string;
  sort: "missed" | "invented";
  kind: string;
  text: string;
  value?: string;
}

const isName = (kind: string): boolean => (nameKinds as readonly string[]).includes(kind);

/** Mentions of names per line, as the pass reads paragraphs; of everything else in the whole text. */
const read = (passage: Passage, names: boolean): Mention[] => {
  if (!names) return mentionsIn(Buffer.from(passage.text));
  let offset = 0;
  return passage.text.split("\n").flatMap((line) => {
    const from = offset;
    offset += Buffer.byteLength(line) + 1;
    return namesIn(line).map((mention) => ({ ...mention, start: mention.start + from, end: mention.end + from }));
  });
};

/** A host inside a URL is an entity of its own to the pass; the labels name the URL only. */
const outermost = (mentions: readonly Mention[]): Mention[] => {
  const urls = mentions.filter(({ kind }) => kind === "url");
  const spans = new Map(urls.map(({ start, end }) => [start, end]));
  let current = -1;
  return mentions.filter((mention) => {
    if (mention.kind === "url") {
      current = spans.get(mention.start) ?? current;
      return true;
    }
    return mention.start >= current;
  });
};

const key = ({ kind, start, end }: { kind: string; start: number; end: number }): string => `${kind} ${start} ${end}`;

/** Right is: the same kind, the same bytes, and the value where the label has one. */
const compare = (
  file: string,
  passage: Passage,
  found: readonly Mention[],
  mistakes: Mistake[],
): [Label[], Mention[], Mention[]] => {
  const bytes = Buffer.from(passage.text);
  const textAt = (start: number, end: number): string => bytes.subarray(start, end).toString();
  const labels = new Map(passage.labels.map((label) => [key(label), label]));
  const right = found.filter((mention) => {
    const label = labels.get(key(mention));
    return label && (label.value === undefined || label.value === mention.value);
  });
  const hit = new Set(right.map(key));
  for (const label of passage.labels)
    if (!hit.has(key(label)))
      mistakes.push({
        file,
        sort: "missed",
        kind: label.kind,
        text: textAt(label.start, label.end),
        ...(label.value ? { value: label.value } : {}),
      });
  for (const mention of found)
    if (!hit.has(key(mention)))
      mistakes.push({
        file,
        sort: "invented",
        kind: mention.kind,
        text: textAt(mention.start, mention.end),
        value: mention.value,
      });
  return [passage.labels, [...found], right];
};

export interface Scores {
  kinds: KindScore[];
  labels: number;
  mistakes: Mistake[];
}

/** Reads one part of the labelled set and scores the recognisers on it. */
export const scoreOf = (part: Part): Scores => {
  const mistakes: Mistake[] = [];
  const counts = new Map<string, { labels: number; found: number; right: number }>();
  const count = (kind: string, what: "labels" | "found" | "right"): void => {
    const one = counts.get(kind) ?? { labels: 0, found: 0, right: 0 };
    one[what] += 1;
    counts.set(kind, one);
  };
  const folder = join(import.meta.dirname, part);
  for (const file of readdirSync(folder).sort()) {
    const passage = readMarkup(readFileSync(join(folder, file), "utf8"));
    const names = file.startsWith("names");
    const found = outermost(read(passage, names)).filter(({ kind }) => isName(kind) === names);
    const [labels, all, right] = compare(`${part}/${file}`, passage, found, mistakes);
    for (const { kind } of labels) count(kind, "labels");
    for (const { kind } of all) count(kind, "found");
    for (const { kind } of right) count(kind, "right");
  }
  const kinds = [...counts].map(([kind, one]) => ({
    kind,
    ...one,
    precision: one.found === 0 ? 1 : one.right / one.found,
    recall: one.labels === 0 ? 1 : one.right / one.labels,
  }));
  return { kinds, labels: kinds.reduce((sum, { labels }) => sum + labels, 0), mistakes };
};
