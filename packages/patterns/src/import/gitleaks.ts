import { parse, TomlError } from "smol-toml";
import * as z from "zod/mini";
import type { CheckInput } from "../definition/check.ts";
import { english } from "../definition/english.ts";
import type { ReadResult } from "../definition/read.ts";
import { Collect } from "./collect.ts";
import { groupsIn, toJavaScript } from "./regex-dialect.ts";

const strings = z.optional(z.array(z.string()));

const AllowList = z.object({
  condition: z.optional(z.string()),
  commits: strings,
  paths: strings,
  regexTarget: z.optional(z.string()),
  regexes: strings,
  stopwords: strings,
  targetRules: strings,
});
type AllowList = z.infer<typeof AllowList>;

const Rule = z.object({
  id: z.string(),
  description: z.optional(z.string()),
  /** Rules without one look at file names only. */
  regex: z.optional(z.string()),
  path: z.optional(z.string()),
  secretGroup: z.optional(z.int()),
  entropy: z.optional(z.number()),
  keywords: strings,
  tags: strings,
  skipReport: z.optional(z.boolean()),
  required: z.optional(z.unknown()),
  allowlists: z.optional(z.array(AllowList)),
  allowlist: z.optional(AllowList),
});
type Rule = z.infer<typeof Rule>;

const Config = z.object({
  rules: z.optional(z.array(Rule)),
  extend: z.optional(z.unknown()),
  allowlist: z.optional(AllowList),
  allowlists: z.optional(z.array(AllowList)),
});

type Allow = NonNullable<CheckInput["allow"]>[number];

/** In an `AND` list of paths and others both must hold, which is what `all` says. */
const allowOf = ({ condition = "OR", paths, regexTarget = "secret", regexes, stopwords }: AllowList): Allow => ({
  ...(regexTarget === "match" || regexTarget === "line" ? { target: regexTarget } : {}),
  ...(regexes && { regexes: regexes.map(toJavaScript) }),
  ...(stopwords && { words: stopwords }),
  ...(paths && { paths: paths.map(toJavaScript) }),
  ...(/^(?:AND|&&)$/i.test(condition) && { all: true }),
});

const checkOf = (rule: Rule, value: string, shared: readonly AllowList[]): CheckInput => {
  const allow = [...(rule.allowlists ?? []), ...(rule.allowlist ? [rule.allowlist] : []), ...shared]
    .filter(({ targetRules }) => targetRules === undefined || targetRules.includes(rule.id))
    .map(allowOf)
    .filter(({ regexes, words, paths }) => regexes || words || paths);
  return {
    ...(groupsIn(value) > 0 && { capture: value }),
    ...(rule.secretGroup ? { group: rule.secretGroup } : {}),
    ...(rule.entropy ? { entropy: rule.entropy } : {}),
    ...(rule.keywords?.length ? { keywords: rule.keywords } : {}),
    ...(rule.path !== undefined && { path: toJavaScript(rule.path) }),
    ...(allow.length > 0 && { allow }),
  };
};

/** Line of a key's value, or of a table's head; 1 where it is written in another way. */
const lineOf = (lines: readonly string[], form: RegExp, from = 0): number =>
  1 +
  Math.max(
    0,
    lines.findIndex((text, at) => at >= from && form.test(text)),
  );

const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Names what of a rule, or of the whole configuration, is not taken over. */
const nameUnsupported = (collect: Collect, lines: readonly string[], config: z.infer<typeof Config>): void => {
  if (config.extend !== undefined)
    collect.unsupported(
      lineOf(lines, /^\s*\[?extend\b/),
      "[extend]: give the extended configuration as a pack of its own",
    );
  const lists = [...(config.allowlists ?? []), ...(config.allowlist ? [config.allowlist] : [])];
  if (lists.some(({ commits }) => commits?.length))
    collect.unsupported(lineOf(lines, /^\s*commits\s*=/), "commits of an allow list: files have none here");
};

/**
 * The rules of a gitleaks configuration, whole: flags in the middle of a regex, entropy, keywords, paths, the group that is the
 * secret, allow lists of rules and of the configuration. Keywords are sought near the match, and paths held against the
 * file's name.
 */
export const importGitleaks = (text: string, origin: string): ReadResult => {
  const collect = new Collect(origin);
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    collect.fail(error.line, `not TOML: ${error.message.split("\n")[0]}`);
    return collect.result;
  }
  const parsed = Config.safeParse(value, english);
  if (!parsed.success) {
    collect.fail(1, `no gitleaks rules: ${z.prettifyError(parsed.error)}`);
    return collect.result;
  }
  const lines = text.split("\n");
  const config = parsed.data;
  nameUnsupported(collect, lines, config);
  const shared = [...(config.allowlists ?? []), ...(config.allowlist ? [config.allowlist] : [])];
  for (const rule of config.rules ?? []) {
    const line = lineOf(lines, new RegExp(`^\\s*id\\s*=\\s*["']{1,3}${quoted(rule.id)}["']`));
    const id = `gitleaks-${rule.id}`;
    if (rule.regex === undefined) {
      collect.unsupported(line, "a rule without a regex looks at file names only", id);
      continue;
    }
    if (rule.required !== undefined) collect.unsupported(line, "required: other rules nearby are not asked for", id);
    if ([...(rule.allowlists ?? []), rule.allowlist].some((list) => list?.commits?.length))
      collect.unsupported(line, "commits of an allow list: files have none here", id);
    const javaScript = toJavaScript(rule.regex);
    collect.tryAdd(line, id, () => ({
      id,
      kind: "regex",
      value: javaScript,
      severity: rule.skipReport ? "info" : "high",
      tags: ["secret", ...(rule.tags ?? [])],
      title: (rule.description ?? rule.id).slice(0, 200),
      source: "gitleaks",
      check: checkOf(rule, javaScript, shared),
    }));
  }
  return collect.result;
};
