import {
  type ComponentFacts,
  definePass,
  type Finding,
  type Pass,
  type PassContext,
  type PassOutput,
} from "@torrent/core";
import type { Database } from "@torrent/patterns";
import { ownDatabase } from "./own-database.ts";
import type { Scanned } from "./scan.ts";
import { utf16Of } from "./utf16.ts";

/** Bytes per second of one vCPU with the project's own pack; see the table in docs/passes.md. */
const BYTES_PER_SECOND = 60_000_000;
/** Loading the pack, and the first steps of its automata. */
const START_SECONDS = 0.1;

/** Offsets of what was found in a text made from the component are that text's, so they are given as a tag. */
const ofText = (findings: readonly Finding[], origin: string): Finding[] =>
  findings.map(({ start, end: _end, line: _line, tags = [], ...finding }) => ({
    ...finding,
    tags: [...tags, origin, `offset:${start}`],
  }));

const encoder = new TextEncoder();

const merged = (scans: readonly Scanned[]): PassOutput => {
  const counts: Record<string, number> = {};
  for (const scan of scans)
    for (const [rule, count] of Object.entries(scan.counts)) counts[rule] = (counts[rule] ?? 0) + count;
  return {
    findings: scans.flatMap(({ findings }) => findings),
    facts: { matches: counts, bytes: scans.reduce((sum, { bytes }) => sum + bytes, 0) },
    ...(scans.some(({ truncated }) => truncated) && { truncated: true }),
  };
};

/** A pass that looks for the rules of a database in every component, whatever its kind. */
export const patternsPassOf = (open: () => Database | Promise<Database>): Pass =>
  definePass({
    name: "patterns",
    version: 2,
    after: ["structure"],
    accepts: ({ bytes }: ComponentFacts) => bytes > 0,
    estimate: ({ bytes }: ComponentFacts) => ({ seconds: START_SECONDS + bytes / BYTES_PER_SECOND, memoryMB: 192 }),
    run: async (context: PassContext): Promise<PassOutput> => {
      // The matcher and its rules are loaded where a component is scanned, and not where one is only planned.
      const { scanStream } = await import("./scan.ts");
      const database = await open();
      const scans = [await scanStream(database, context.bytes(), context.signal)];
      const text = context.upstream("structure")?.text;
      if (text) {
        const scan = await scanStream(database, [encoder.encode(text)], context.signal);
        scans.push({ ...scan, findings: ofText(scan.findings, "extracted-text") });
      }
      const utf16 = await utf16Of(context.bytes());
      if (utf16) {
        const scan = await scanStream(database, utf16, context.signal);
        scans.push({ ...scan, findings: ofText(scan.findings, "utf-16") });
      }
      return merged(scans);
    },
  });

/** The pass with the project's own pack. */
export const patternsPass: Pass = patternsPassOf(ownDatabase);
