import { createHash } from "node:crypto";
import { collect } from "../bytes.ts";
import { resolved } from "../choreography/lazy.ts";
import { keys } from "../ids.ts";
import type { NodeKey, TallyNode } from "../ports/tally-store.ts";
import type { Aggregating } from "../stages/pipeline.ts";
import { Fold, type PackedSum } from "./fold.ts";
import { withNode } from "./gather.ts";
import { nodesUnder, readComponents } from "./read-components.ts";
import { ROUND_SUM_VERSION } from "./round-sum.ts";

const NEWLINE = 0x0a;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** As hex, before the sum on its line. */
const DIGEST_LENGTH = 64;
const digestOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Only round 1 has stored sums: a later one runs a few components of many groups again, and the rest is as it was. */
export const sumKey = ({ reduce }: Pick<Aggregating, "reduce">, { packageId, tree, index }: NodeKey): string =>
  keys.summary(packageId, `${ROUND_SUM_VERSION}.${reduce?.version ?? 0}`, tree, index);

/** JSON of the same value without any other character: it is read several times as fast, and takes half the memory. */
const ascii = (json: string): string =>
  json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** A stored sum: what a group comes to, and the lines of its components, still unread. */
export interface StoredSum {
  sum: PackedSum & { refs: string[] };
  lines: AsyncIterable<Uint8Array>;
  /** Instead of reading them. */
  close(): Promise<void>;
}

/** A fold with the choreography's reducer, loaded when it is first used. */
export const foldOf = async (pipeline: Pick<Aggregating, "reduce" | "counts" | "priority" | "passes">): Promise<Fold> =>
  new Fold(pipeline, pipeline.reduce && (await resolved(pipeline.reduce)));

/**
 * Writes what a group of settled components comes to: a line with the sum and its digest, then the reducer's lines. A function
 * of the components' results.
 */
export const writeSum = async (pipeline: Aggregating, node: TallyNode): Promise<void> => {
  const fold = await foldOf(pipeline);
  const components = (await nodesUnder(pipeline.cloud, node)).flatMap((child) => withNode(undefined, child) ?? []);
  const lines: string[] = [];
  for await (const written of readComponents(pipeline, fold, components)) lines.push(written);
  const sum = ascii(JSON.stringify({ ...fold.packed(), refs: components.map(({ plan }) => plan.component) }));
  const body = encoder.encode(`${digestOf(encoder.encode(sum))} ${sum}\n${lines.join("")}`);
  await pipeline.cloud.objects.put(sumKey(pipeline, node.key), body, { contentType: "application/x-ndjson" });
};

/** `undefined` where there is none, or where what is there is not one: then it is made again from the results. */
export const openSum = async (pipeline: Aggregating, node: TallyNode): Promise<StoredSum | undefined> => {
  const object = await pipeline.cloud.objects.get(sumKey(pipeline, node.key));
  if (!object) return undefined;
  const chunks = object.body[Symbol.asyncIterator]();
  let rest = new Uint8Array();
  const firstLine = async function* () {
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
      const end = next.value.indexOf(NEWLINE);
      yield end < 0 ? next.value : next.value.subarray(0, end);
      if (end < 0) continue;
      rest = next.value.slice(end + 1);
      return;
    }
  };
  const close = async (): Promise<void> => void (await chunks.return?.());
  const sum = parsed(await collect(firstLine()));
  if (!sum) {
    await close();
    return undefined;
  }
  const lines = async function* () {
    try {
      if (rest.length > 0) yield rest;
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
    } finally {
      await close();
    }
  };
  return { sum, lines: lines(), close };
};

/**
 * A sum that its own digest vouches for is as {@link writeSum} made it. Validating every value of a hundred of them would take
 * as long as all else that is read at the end.
 */
const parsed = (line: Uint8Array): StoredSum["sum"] | undefined => {
  const bytes = line.subarray(DIGEST_LENGTH + 1);
  if (decoder.decode(line.subarray(0, DIGEST_LENGTH)) !== digestOf(bytes)) return undefined;
  const sum = JSON.parse(decoder.decode(bytes)) as StoredSum["sum"];
  return sum.round.v === ROUND_SUM_VERSION ? sum : undefined;
};
