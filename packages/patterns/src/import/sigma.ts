import { parseAllDocuments } from "yaml";
import * as z from "zod/mini";
import { english } from "../definition/english.ts";
import type { ReadResult } from "../definition/read.ts";
import { Collect } from "./collect.ts";
import { toJavaScript } from "./regex-dialect.ts";

const Rule = z.object({
  id: z.optional(z.string()),
  title: z.string(),
  level: z.optional(z.enum(["informational", "low", "medium", "high", "critical"])),
  tags: z.optional(z.array(z.string())),
  detection: z.record(z.string(), z.unknown()),
});

/** A shorter string says little by itself; Sigma's conditions would combine it with others. */
const SHORTEST = 6;

interface Value {
  text: string;
  regex: boolean;
}

/** Modifiers that change what a string means; `all`, `contains`, `startswith` and the like only say where it stands. */
const UNSUPPORTED = new Set(
  "base64 base64offset utf16 utf16le utf16be wide cidr gt gte lt lte exists fieldref expand minute hour day week month year neq".split(
    " ",
  ),
);
const UNSUPPORTED_KEYS = new Set(["correlation"]);

const stringsOf = (value: unknown, regex: boolean, refuse: (field: string) => void): Value[] => {
  if (typeof value === "string") return [{ text: value, regex }];
  if (Array.isArray(value))
    return value.flatMap((item) =>
      typeof item === "object" ? valuesOf(item, refuse) : stringsOf(item, regex, refuse),
    );
  return [];
};

/** Strings of a selection: `field|contains: […]`, `field|re: …`, plain keywords, lists of selections. */
const valuesOf = (selection: unknown, refuse: (field: string) => void): Value[] => {
  if (Array.isArray(selection) || typeof selection === "string") return stringsOf(selection, false, refuse);
  if (typeof selection !== "object" || selection === null) return [];
  return Object.entries(selection).flatMap(([field, value]) => {
    const modifiers = field.split("|").slice(1);
    if (modifiers.some((modifier) => UNSUPPORTED.has(modifier))) {
      refuse(field);
      return [];
    }
    return stringsOf(value, modifiers.includes("re"), refuse);
  });
};

/** Wildcards at the ends say nothing when bytes are searched; between them they part what must be found. */
const longestPart = (text: string): string =>
  text
    .split(/(?<!\\)[*?]/)
    .map((part) => part.replace(/\\([*?\\])/g, "$1"))
    .reduce((longest, part) => (part.length > longest.length ? part : longest), "");

/**
 * The strings that Sigma rules look for, each as a definition of its own: the rules' conditions over fields cannot be
 * evaluated over bytes, so a match is a hint at the rule, not the rule. Filters (`filter*`) are left out.
 */
export const importSigma = (text: string, origin: string): ReadResult => {
  const collect = new Collect(origin);
  for (const document of parseAllDocuments(text)) {
    const line = text.slice(0, document.range?.[0] ?? 0).split("\n").length;
    const [problem] = document.errors;
    if (problem) {
      collect.fail(problem.linePos?.[0].line ?? line, `not YAML: ${problem.message.split("\n")[0]}`);
      continue;
    }
    const content: unknown = document.toJS({ maxAliasCount: 100 });
    const other =
      typeof content === "object" && content !== null && Object.keys(content).find((key) => UNSUPPORTED_KEYS.has(key));
    if (other) {
      collect.unsupported(line, `${other}: rules over several events are not evaluated`);
      continue;
    }
    const parsed = Rule.safeParse(content, english);
    if (!parsed.success) {
      collect.fail(line, `no Sigma rule: ${z.prettifyError(parsed.error)}`);
      continue;
    }
    const { id, title, level = "medium", tags = [], detection } = parsed.data;
    const lineOf = (part: string): number => {
      const at = text.indexOf(part, document.range?.[0] ?? 0);
      return at < 0 ? line : text.slice(0, at).split("\n").length;
    };
    const refuse = (field: string): void =>
      collect.unsupported(lineOf(field), `${field}: the modifier is not understood`, `sigma-${id ?? title}`);
    const values = Object.entries(detection)
      .filter(([name]) => name !== "condition" && name !== "timeframe" && !name.startsWith("filter"))
      .flatMap(([, selection]) => valuesOf(selection, refuse))
      .map(({ text: whole, regex }) => ({ regex, whole, part: regex ? toJavaScript(whole) : longestPart(whole) }));
    for (const { part: value, whole, regex } of values) {
      if (value.length < SHORTEST) {
        collect.unsupported(
          lineOf(whole),
          `"${whole.slice(0, 60)}": too short to be looked for by itself; at least ${SHORTEST} characters`,
          `sigma-${id ?? title}`,
        );
        continue;
      }
      collect.add(lineOf(whole.slice(0, 40)), {
        id: `sigma-${id ?? title}`,
        kind: regex ? "regex" : "literal",
        value,
        nocase: !regex,
        severity: level === "informational" ? "info" : level,
        tags: tags.slice(0, 20).map((tag) => tag.slice(0, 60)),
        title: title.slice(0, 200),
        source: "sigma",
      });
    }
  }
  return collect.result;
};
