import { createHash } from "node:crypto";
import { collect } from "../bytes.ts";
import { keys } from "../ids.ts";
import type { Cloud } from "../ports/cloud.ts";
import type { NodeKey, TallyNode } from "../ports/tally-store.ts";
import { withNode } from "./gather.ts";
import { nodesUnder, readComponents } from "./read-components.ts";
import { SUMMARY_VERSION, type Summary, summaryOf } from "./summary/summary.ts";

const NEWLINE = 0x0a;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** As hex, before the summary on its line. */
const DIGEST_LENGTH = 64;
const digestOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Only round 1 has them: a later one runs again a few components of many groups, and the rest is as it was. */
export const summaryKey = ({ packageId, tree, index }: NodeKey): string =>
  keys.summary(packageId, SUMMARY_VERSION, tree, index);

/** JSON of the same value without any other character: it is read several times as fast, and takes half the memory. */
const ascii = (json: string): string =>
  json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** A stored summary: what the group comes to, and its findings, still unread. */
export interface StoredSummary {
  summary: Summary;
  findings: AsyncIterable<Uint8Array>;
  /** Instead of reading them. */
  close(): Promise<void>;
}

/**
 * Writes what a group of settled components comes to: a line with the summary and its digest, then its findings. A
 * function of their results.
 */
export const writeSummary = async (cloud: Cloud, node: TallyNode): Promise<void> => {
  const summing = summaryOf();
  const components = (await nodesUnder(cloud, node)).flatMap((one) => withNode(undefined, one) ?? []);
  const lines: string[] = [];
  for await (const found of readComponents(cloud, summing, components)) lines.push(found);
  const summary = ascii(JSON.stringify(summing.summary()));
  const body = encoder.encode(`${digestOf(encoder.encode(summary))} ${summary}\n${lines.join("")}`);
  await cloud.objects.put(summaryKey(node.key), body, { contentType: "application/x-ndjson" });
};

/** `undefined` where there is none, or where what is there is none: then it is made anew from the results. */
export const openSummary = async (cloud: Cloud, node: TallyNode): Promise<StoredSummary | undefined> => {
  const object = await cloud.objects.get(summaryKey(node.key));
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
  const summary = parsed(await collect(firstLine()));
  if (!summary) {
    await close();
    return undefined;
  }
  const findings = async function* () {
    try {
      if (rest.length > 0) yield rest;
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
    } finally {
      await close();
    }
  };
  return { summary, findings: findings(), close };
};

/**
 * A summary that its own digest vouches for is as {@link writeSummary} made it. Looking at every value of a hundred of
 * them would take as long as all else that is read at the end.
 */
const parsed = (line: Uint8Array): Summary | undefined => {
  const bytes = line.subarray(DIGEST_LENGTH + 1);
  if (decoder.decode(line.subarray(0, DIGEST_LENGTH)) !== digestOf(bytes)) return undefined;
  const summary = JSON.parse(decoder.decode(bytes)) as Summary;
  return summary.v === SUMMARY_VERSION ? summary : undefined;
};
