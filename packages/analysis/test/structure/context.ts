import { createHash } from "node:crypto";
import type { ComponentFacts, Finding, PassContext, PassOutput } from "@torrent/core";
import { entitiesPass } from "../../src/passes/entities/index.ts";
import { patternsPass } from "../../src/passes/patterns/index.ts";
import { structurePass } from "../../src/passes/structure/index.ts";
import { formOf, TextView } from "../../src/passes/view/index.ts";

export interface ContextOptions {
  chunk?: number;
  kind?: string;
  slice?: ComponentFacts["slice"];
  signal?: AbortSignal;
}

/** A component of these bytes, handed out in chunks of `chunk` bytes. */
export const contextOf = (name: string, bytes: Uint8Array, options: ContextOptions = {}): PassContext => {
  const { chunk = 64 * 1024, kind = "binary", slice, signal = new AbortController().signal } = options;
  return {
    component: {
      name,
      kind,
      bytes: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      ...(slice ? { slice } : {}),
    },
    async *bytes() {
      for (let at = 0; at < bytes.length; at += chunk) yield bytes.slice(at, at + chunk);
    },
    whole: async () => bytes.slice(),
    upstream: () => undefined,
    signal,
  };
};

export const runStructure = (
  name: string,
  content: string | Uint8Array,
  options?: ContextOptions,
): Promise<PassOutput> =>
  structurePass.run(contextOf(name, typeof content === "string" ? Buffer.from(content) : content, options));

/** Facts as loosely typed JSON: tests state what they expect of them. */
// biome-ignore lint/suspicious/noExplicitAny: facts are JSON of any shape
export const facts = (output: PassOutput): any => output.facts;

export const found = (output: PassOutput, rule: string): Finding[] =>
  (output.findings ?? []).filter((finding) => finding.rule === rule);

export const rules = (output: PassOutput): string[] =>
  [...new Set((output.findings ?? []).map(({ rule }) => rule))].sort();

/** The text of a component as later passes read it, by what structure analysis says of it. */
export const viewedText = async (name: string, bytes: Uint8Array): Promise<string> => {
  const upstream = await runStructure(name, bytes);
  const context = { ...contextOf(name, bytes), upstream: () => upstream };
  const form = formOf(context);
  if (!form) throw new Error("Structure analysis named no form");
  const parts: Uint8Array[] = [];
  for await (const part of new TextView(form).read(context.bytes())) parts.push(part);
  return Buffer.concat(parts).toString();
};

export interface Searched {
  structure: PassOutput;
  patterns: PassOutput;
  entities: PassOutput;
}

/** All that the passes find in a component, one after the other as the pipeline runs them. */
export const runPasses = async (
  name: string,
  content: string | Uint8Array,
  options?: ContextOptions,
): Promise<Searched> => {
  const context = contextOf(name, typeof content === "string" ? Buffer.from(content) : content, options);
  const structure = await structurePass.run(context);
  const after = { ...context, upstream: (pass: string) => (pass === "structure" ? structure : undefined) };
  const [patterns, entities] = await Promise.all([patternsPass.run(after), entitiesPass.run(after)]);
  return { structure, patterns, entities };
};

/** Values of the entities of a kind. */
export const valuesOf = ({ entities }: Searched, kind: string): string[] =>
  (entities.entities ?? []).filter((entity) => entity.kind === kind).map(({ value }) => value);
