import { keys, readResult, type TallyNode, validated } from "@torrent/core/unstable";
import type { Deps } from "../http/env.ts";
import { namedCounts } from "../packages/counts.ts";
import { boundedJson } from "./bounded-json.ts";
import type { TaskView } from "./component-schemas.ts";

/** Larger results are not read for a page. */
const READ_BYTES = 8 * 2 ** 20;

/** A task as its last round ran it. */
export interface RanTask {
  node: TallyNode;
  child: number;
}

export type TaskOutput = Pick<TaskView, "counts" | "output" | "truncated" | "outputDefect">;

/** What the pass counts of its own version's output; nobody can count that of an earlier one. */
const countsOf = async (
  { counts: names, passes }: Deps["choreography"],
  { pass: name, version }: { pass: string; version: number },
  output: unknown,
): Promise<TaskOutput> => {
  const pass = passes.get(name);
  if (!pass?.counts || pass.version !== version) return {};
  const parsed = pass.output ? await validated(pass.output, output) : ({ ok: true, value: output } as const);
  return parsed.ok ? { counts: namedCounts(names, pass.counts(parsed.value)) } : {};
};

/** What a task that succeeded left, as it is stored, and what that counts. */
export const taskOutput = async (
  { cloud: { objects }, choreography }: Deps,
  { node, child }: RanTask,
): Promise<TaskOutput> => {
  const receipt = node.receipts.get(child);
  const task = node.plan?.tasks[child];
  if (!task || receipt?.input === undefined) return {};
  const version = receipt.version ?? task.version;
  const key = keys.result(task.pass, version, receipt.input);
  const info = await objects.head(key);
  if (info && info.bytes > READ_BYTES) return { truncated: true };
  // Without its schema: what is stored is shown, and an earlier version's schema is not known.
  const read = await readResult(objects, { name: task.pass, version }, receipt.input);
  if (!read.ok) return { outputDefect: read.defect };
  const { output } = read.result;
  if (output === undefined) return {};
  const { value, truncated } = boundedJson(output);
  return {
    output: value,
    ...(truncated ? { truncated } : {}),
    ...(await countsOf(choreography, { pass: task.pass, version }, output)),
  };
};
