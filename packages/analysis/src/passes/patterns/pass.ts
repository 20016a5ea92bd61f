import {
  type ComponentFacts,
  definePass,
  type Finding,
  ownPart,
  type Pass,
  type PassContext,
  type PassOutput,
} from "@torrent/core";
import type { Database } from "@torrent/patterns";
import { ownDatabase, ownPacks } from "./own-database.ts";
import type { Scanned } from "./scan.ts";
import { seenValues } from "./seen-values.ts";
import { viewedForm } from "./viewed-form.ts";

/** Bytes per second of one vCPU with the project's own pack; see the table in docs/passes.md. */
const BYTES_PER_SECOND = 60_000_000;
/** Of this code with the project's own pack. */
const VERSION = 6;
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

/**
 * A pass that looks for the rules of a database in every component, whatever its kind, those of the slow lane where
 * `slowLane` says so. `packs` tells the versions of what the database was made from, by name. Raise `version` with every
 * change of the rules: results of the same version are used again.
 */
export const patternsPassOf = (
  open: () => Database | Promise<Database>,
  {
    name = "patterns",
    version = VERSION,
    packs,
    slowLane = false,
  }: { name?: string; version?: number; packs?: () => Promise<Record<string, string>>; slowLane?: boolean } = {},
): Pass =>
  definePass({
    name,
    version,
    after: ["structure"],
    accepts: ({ bytes }: ComponentFacts) => bytes > 0,
    estimate: ({ bytes }: ComponentFacts) => ({ seconds: START_SECONDS + bytes / BYTES_PER_SECOND, memoryMB: 192 }),
    run: async (context: PassContext): Promise<PassOutput> => {
      // The matcher and its rules are loaded where a component is scanned, and not where one is only planned.
      const { scanStream } = await import("./scan.ts");
      const rules = { database: await open(), slowLane };
      const own = ownPart(context.component);
      const { signal } = context;
      const upstream = context.upstream("structure");
      const form = await viewedForm(context);
      const scans: Scanned[] = [];
      if (form) {
        const { TextView } = await import("../view/index.ts");
        const view = new TextView(form);
        scans.push(await scanStream(rules, view.read(context.bytes()), signal, { own, origin: view }));
      } else {
        // A value that stands in the bytes as well as in the text that was extracted from them is one.
        const seen = seenValues();
        if (upstream?.facts?.family !== "mail" || !upstream.text || upstream.truncated)
          scans.push(await scanStream(rules, context.bytes(), signal, { own, accept: seen.note }));
        if (upstream?.text) {
          const scan = await scanStream(rules, [encoder.encode(upstream.text)], signal, { accept: seen.isNew });
          scans.push({ ...scan, findings: ofText(scan.findings, "extracted-text") });
        }
      }
      return { ...merged(scans), ...(packs ? { packs: await packs() } : {}) };
    },
  });

/** The pass with the project's own pack. */
export const patternsPass: Pass = patternsPassOf(ownDatabase, { packs: ownPacks });
