import { createReadStream, existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Cloud, FANOUT, type NodeKey, noTotals, type ObjectStore, type TallyNode } from "@torrent/core/unstable";
import { at, packageId, planOf, receiptOf, resultOf } from "./package.ts";

/** A cloud of one finished round whose nodes, results and summaries are made as they are read, so that none takes memory. */
const madeUp = (components: number, objects: Pick<ObjectStore, "get" | "put" | "head">): Cloud => {
  const nodeOf = (key: NodeKey): TallyNode => ({
    key,
    settled: new Set([0]),
    failed: new Set(),
    totals: noTotals(),
    receipts: new Map([[0, receiptOf(key.index)]]),
    expected: 1,
    plan: planOf(key.index),
  });
  const groups = async function* () {
    for (let index = 0; index < components / FANOUT; index += 1)
      yield { ...nodeOf({ packageId, round: 1, tree: "", level: 1, index }), expected: FANOUT };
  };
  const tally = { groups, read: async (key: NodeKey) => nodeOf(key) };
  return { tally, objects, clock: { now: () => at }, log: () => {} } as unknown as Cloud;
};

/** Results as they are asked for; summaries in a folder. */
const madeAsAsked = (folder: string) => {
  const fileOf = (key: string): string => join(folder, key.replaceAll("/", "-"));
  const get = async (key: string) => {
    if (!key.startsWith("results/"))
      return existsSync(fileOf(key)) ? { body: createReadStream(fileOf(key)) } : undefined;
    const bytes = resultOf(Number(key.split("/")[2]));
    return {
      body: (async function* () {
        yield bytes;
      })(),
    };
  };
  const put = (key: string, body: Uint8Array) => writeFile(fileOf(key), body);
  return { get, put, head: async () => undefined } as unknown as ObjectStore;
};

/** A finished round of so many components. */
export const madeUpCloud = (components: number, folder: string): Cloud => madeUp(components, madeAsAsked(folder));
