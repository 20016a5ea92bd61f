import { createHash } from "node:crypto";
import type { ComponentFacts } from "@torrent/core/unstable";
import type { PassContext, PassOutput } from "../../src/analysis-pass.ts";
import type { Finding } from "../../src/findings.ts";
import { structurePass } from "../../src/passes/structure/index.ts";

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
