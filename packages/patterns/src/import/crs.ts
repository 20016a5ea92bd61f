import type { ReadResult } from "../definition/read.ts";
import { Collect } from "./collect.ts";
import { toJavaScript } from "./regex-dialect.ts";

const severities: Record<string, "critical" | "high" | "medium" | "low" | "info"> = {
  EMERGENCY: "critical",
  ALERT: "critical",
  CRITICAL: "critical",
  ERROR: "high",
  WARNING: "medium",
  NOTICE: "low",
  INFO: "info",
  DEBUG: "info",
};

/** `SecRule VARIABLES "OPERATOR" "ACTIONS"`, a backslash at a line's end joining it to the next. */
const RULE = /^\s*SecRule\s+(?:"[^"]*"|\S+)\s+"((?:[^"\\]|\\[\s\S])*)"(?:\s+"((?:[^"\\]|\\[\s\S])*)")?/;

const action = (actions: string, name: string): string | undefined =>
  new RegExp(`(?:^|,)\\s*${name}:(?:'((?:[^'\\\\]|\\\\.)*)'|([^,]*))`).exec(actions)?.slice(1).find(Boolean)?.trim();

/** The regexes (`@rx`) and phrases (`@pm`, `@contains`, `@streq`, `@beginsWith`) of rules for ModSecurity. */
export const importCrs = (text: string, origin: string): ReadResult => {
  const collect = new Collect(origin);
  const lines = text.split("\n");
  for (let i = 0; i < lines.length; i++) {
    const line = i + 1;
    let directive = lines[i]!;
    while (directive.endsWith("\\") && i + 1 < lines.length)
      directive = `${directive.slice(0, -1)} ${lines[++i]!.trim()}`;
    if (!/^\s*SecRule\s/.test(directive)) continue;
    const [, quoted, actions = ""] = RULE.exec(directive) ?? [];
    if (quoted === undefined) {
      collect.fail(line, "SecRule has no quoted operator");
      continue;
    }
    const [, negated, operator = "rx", operand = ""] = /^(!?)(?:@(\w+)\s*)?([\s\S]*)$/.exec(
      quoted.replaceAll('\\"', '"'),
    )!;
    if (negated || operand === "") continue;
    const common = {
      id: `crs-${action(actions, "id") ?? `line-${line}`}`,
      severity: severities[action(actions, "severity")?.toUpperCase() ?? ""] ?? ("medium" as const),
      title: (action(actions, "msg") ?? "ModSecurity rule").slice(0, 200),
      source: "crs",
    };
    // Rules see their variables in lower case where they say so.
    const nocase = /t:lowercase/.test(actions);
    if (operator === "rx") collect.add(line, { ...common, kind: "regex", value: toJavaScript(operand), nocase });
    else if (operator === "pm")
      for (const value of operand.split(/\s+/).filter(Boolean))
        collect.add(line, { ...common, kind: "literal", value, nocase: true });
    else if (["contains", "streq", "beginsWith", "endsWith", "within"].includes(operator) && !operand.includes("%{"))
      collect.add(line, { ...common, kind: "literal", value: operand, nocase });
  }
  return collect.result;
};
