import type { Pass } from "../choreography/define-pass.ts";
import type { ContentFacts } from "../choreography/run-context.ts";
import type { ComponentFacts, Slice } from "../component.ts";
import { digest } from "../ids.ts";
import type { Plan } from "../plan.ts";
import type { TallyNode } from "../ports/tally-store.ts";

/** The file's own name (`dockerfile`, `.env`), without the folders and archives around it. */
const fileNameOf = (name: string): string =>
  name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("!")) + 1).toLowerCase();

/** What passes see whose results are shared by content. */
export const contentFacts = ({ name, kind, bytes, sha256, slice }: ComponentFacts): ContentFacts => ({
  fileName: fileNameOf(name),
  kind,
  bytes,
  sha256,
  ...(slice ? { slice } : {}),
});

const sliceNumbers = (slice: Slice | undefined): number[] =>
  slice ? [slice.index, slice.offset, slice.line, slice.before, slice.after] : [];

/** Where a task runs: what results that are not shared by content depend on, besides the component. */
export interface Occasion {
  packageId: string;
  ref: string;
  round: number;
  attempt: number;
}

/**
 * What a result is addressed by: everything that `run` can read, by the pass's cache mode. So equal keys mean equal results.
 * See `CacheMode` in `choreography/run-context.ts`.
 */
export const resultInput = (
  component: ComponentFacts,
  pass: Pick<Pass, "name" | "version" | "cache">,
  upstream: readonly string[],
  { packageId, ref, round, attempt }: Occasion,
): string => {
  const { fileName, kind, sha256, slice } = contentFacts(component);
  const content = [sha256, kind, fileName, sliceNumbers(slice)];
  const { defect } = component;
  const own = [packageId, ref, component.name, defect ? [defect.kind, defect.message] : []];
  const parts = {
    content: () => content,
    package: () => [...content, ...own],
    none: () => [...content, ...own, round, attempt],
  }[pass.cache]();
  // As JSON, because names come from outside and may hold any separator.
  return digest(JSON.stringify([pass.cache, parts, pass.name, pass.version, upstream])).slice(0, 40);
};

/** A result that a task reads. */
export interface UpstreamResult {
  pass: string;
  version: number;
  input: string;
}

/** Results that a task reads: those of its predecessors that succeeded. */
export const upstreamOf = (plan: Plan, node: TallyNode, child: number): UpstreamResult[] =>
  (plan.tasks[child]?.after ?? []).flatMap((before) => {
    const receipt = node.receipts.get(before);
    const task = plan.tasks[before];
    if (!task || receipt?.outcome !== "succeeded" || receipt.input === undefined) return [];
    return [{ pass: task.pass, version: receipt.version ?? task.version, input: receipt.input }];
  });

export const upstreamKey = ({ pass, version, input }: UpstreamResult): string => `${pass}@${version}:${input}`;
