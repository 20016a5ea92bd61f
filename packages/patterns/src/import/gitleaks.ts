import { parse, TomlError } from "smol-toml";
import * as z from "zod/mini";
import { english } from "../definition/english.ts";
import type { ReadResult } from "../definition/read.ts";
import { Collect, toJavaScript } from "./collect.ts";

const Rules = z.object({
  rules: z.array(
    z.object({
      id: z.string(),
      description: z.optional(z.string()),
      /** Rules without one look at file names only. */
      regex: z.optional(z.string()),
      tags: z.optional(z.array(z.string())),
    }),
  ),
});

/** The rules of a gitleaks configuration. Allow lists and entropy bounds are not taken over. */
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
  const parsed = Rules.safeParse(value, english);
  if (!parsed.success) {
    collect.fail(1, `no gitleaks rules: ${z.prettifyError(parsed.error)}`);
    return collect.result;
  }
  const lines = text.split("\n");
  for (const { id, description, regex, tags } of parsed.data.rules) {
    if (regex === undefined) continue;
    const line = 1 + lines.findIndex((text) => text.includes(`"${id}"`) || text.includes(`'${id}'`));
    collect.add(line, {
      id: `gitleaks-${id}`,
      kind: "regex",
      value: toJavaScript(regex),
      severity: "high",
      tags: ["secret", ...(tags ?? [])],
      title: (description ?? id).slice(0, 200),
      source: "gitleaks",
    });
  }
  return collect.result;
};
