import * as z from "zod/mini";
import { collect } from "../bytes.ts";
import type { ComponentFacts } from "../component.ts";
import { digest, keys } from "../ids.ts";
import { type Pass, type PassOutput, severities } from "../pass.ts";
import type { Plan } from "../plan.ts";
import type { ObjectStore } from "../ports/object-store.ts";
import type { TallyNode } from "../ports/tally-store.ts";
import { parse } from "../schema.ts";

const place = { start: z.optional(z.int().check(z.minimum(0))), end: z.optional(z.int().check(z.minimum(0))) };

/** The schema of what lies under `results/`; parsed whenever a result is read. */
export const StoredResult = z.object({
  v: z.literal(1),
  pass: z.string(),
  version: z.int(),
  findings: z._default(
    z.array(
      z.object({
        rule: z.string(),
        title: z.string(),
        severity: z.enum(severities),
        ...place,
        line: z.optional(z.int().check(z.minimum(1))),
        context: z.optional(z.string()),
        mark: z.optional(z.tuple([z.int().check(z.minimum(0)), z.int().check(z.minimum(0))])),
        tags: z.optional(z.array(z.string())),
      }),
    ),
    [],
  ),
  entities: z._default(
    z.array(
      z.object({
        kind: z.string(),
        value: z.string(),
        text: z.string(),
        start: z.number(),
        end: z.number(),
        confidence: z.number(),
        context: z.optional(z.string()),
        count: z.optional(z.int().check(z.minimum(1))),
      }),
    ),
    [],
  ),
  facts: z._default(z.record(z.string(), z.unknown()), {}),
  packs: z.optional(z.record(z.string(), z.string())),
  text: z.optional(z.string()),
  truncated: z.optional(z.boolean()),
  /** How many components the pass handed out. */
  grew: z.optional(z.int().check(z.minimum(1))),
});
export type StoredResult = z.infer<typeof StoredResult>;

/** Passes look at a file's name (`Dockerfile`, `.env`), never at the folders above it. */
const baseName = (name: string): string =>
  name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("!")) + 1).toLowerCase();

/** A slice's findings are placed in the whole, and what begins in its overlap is not its own. */
const sliceInput = ({ slice }: ComponentFacts): string =>
  slice ? [slice.index > 0, slice.offset, slice.line, slice.before, slice.after].join(":") : "whole";

/**
 * What a result depends on, and so is addressed by: the bytes, what they were taken for, the file's own name, where a
 * slice stands, the pass and its version, and the results that it reads. Two packages with the same file share the result.
 */
export const resultInput = (
  component: ComponentFacts,
  pass: Pick<Pass, "name" | "version">,
  upstream: readonly string[],
): string =>
  digest(
    component.sha256,
    component.kind,
    baseName(component.name),
    sliceInput(component),
    pass.name,
    String(pass.version),
    ...upstream,
  ).slice(0, 40);

/** Results that a task reads: those of its predecessors that succeeded. */
export const upstreamOf = (
  plan: Plan,
  node: TallyNode,
  child: number,
): { pass: string; version: number; input: string }[] =>
  (plan.tasks[child]?.after ?? []).flatMap((before) => {
    const receipt = node.receipts.get(before);
    const task = plan.tasks[before];
    if (!task || receipt?.outcome !== "succeeded" || receipt.input === undefined) return [];
    return [{ pass: task.pass, version: receipt.version ?? task.version, input: receipt.input }];
  });

export const writeResult = async (
  objects: ObjectStore,
  pass: Pass,
  input: string,
  { pieces: _, ...output }: PassOutput,
  grew: number,
): Promise<StoredResult> => {
  const result = parse(StoredResult, {
    v: 1,
    pass: pass.name,
    version: pass.version,
    ...output,
    ...(grew > 0 ? { grew } : {}),
  });
  const body = new TextEncoder().encode(JSON.stringify(result));
  await objects.put(keys.result(pass.name, pass.version, input), body, { contentType: "application/json" });
  return result;
};

/** `undefined` where there is none, or where what is there is not a result (then it is made anew). */
export const readResult = async (
  objects: ObjectStore,
  pass: string,
  version: number,
  input: string,
): Promise<StoredResult | undefined> => {
  const object = await objects.get(keys.result(pass, version, input));
  if (!object) return undefined;
  const text = new TextDecoder().decode(await collect(object.body));
  try {
    return parse(StoredResult, JSON.parse(text));
  } catch {
    return undefined;
  }
};
