import { type ComponentFacts, ownPart } from "@torrent/core/unstable";
import type { Database } from "@torrent/patterns";
import { type AnalysisPass, analysisPass, type PassContext, type PassOutput } from "../../analysis-pass.ts";
import type { Finding } from "../../findings.ts";
import { structurePass } from "../structure/index.ts";
import { ownDatabase, ownPacks } from "./own-database.ts";
import type { Scanned } from "./scan.ts";
import { utf16Of } from "./utf16.ts";

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

/** Lines of a transcoded text are the component's own. */
const ofUtf16 = (findings: readonly Finding[]): Finding[] =>
  ofText(findings, "utf-16").map((finding, i) => ({ ...finding, line: findings[i]?.line }));

/** A text that structure analysis only transcoded from UTF-16 is read by this pass as well, whole and with its lines. */
const isUtf16 = ({ facts }: PassOutput): boolean => String(facts?.charset).startsWith("utf-16");

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
): AnalysisPass =>
  analysisPass({
    name,
    version,
    after: [structurePass],
    accepts: ({ bytes }: ComponentFacts) => bytes > 0,
    estimate: ({ bytes }: ComponentFacts) => ({ seconds: START_SECONDS + bytes / BYTES_PER_SECOND, memoryMB: 192 }),
    run: async (context: PassContext): Promise<PassOutput> => {
      // The matcher and its rules are loaded where a component is scanned, and not where one is only planned.
      const { scanStream } = await import("./scan.ts");
      const rules = { database: await open(), slowLane };
      const own = ownPart(context.component);
      const scans = [await scanStream(rules, context.bytes(), context.signal, own)];
      const upstream = context.upstream("structure");
      const utf16 = await utf16Of(context.bytes(), own);
      const text = upstream && utf16 && isUtf16(upstream) ? undefined : upstream?.text;
      if (text) {
        const scan = await scanStream(rules, [encoder.encode(text)], context.signal);
        scans.push({ ...scan, findings: ofText(scan.findings, "extracted-text") });
      }
      if (utf16) {
        const scan = await scanStream(rules, utf16.text, context.signal, utf16.own);
        scans.push({ ...scan, findings: ofUtf16(scan.findings) });
      }
      return { ...merged(scans), ...(packs ? { packs: await packs() } : {}) };
    },
  });

/** The pass with the project's own pack. */
export const patternsPass: AnalysisPass = patternsPassOf(ownDatabase, { packs: ownPacks });
