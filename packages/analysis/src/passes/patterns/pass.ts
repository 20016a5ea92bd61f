import type { ComponentFacts } from "@torrent/core/unstable";
import type { Database } from "@torrent/patterns";
import { type AnalysisPass, analysisPass, type PassContext, type PassOutput } from "../../analysis-pass.ts";
import { structurePass } from "../structure/index.ts";
import { ownDatabase, ownPacks } from "./own-database.ts";

/** Bytes per second of one vCPU with the project's own pack; see the table in docs/passes.md. */
const BYTES_PER_SECOND = 60_000_000;
/** Of this code with the project's own pack. */
export const PATTERNS_VERSION = 7;
/** Loading the pack, and the first steps of its automata. */
const START_SECONDS = 0.1;

/**
 * A pass that looks for the rules of a database in every component, whatever its kind, those of the slow lane where
 * `slowLane` says so. `packs` tells the versions of what the database was made from, by name. Raise `version` with every
 * change of the rules: results of the same version are used again.
 */
export const patternsPassOf = (
  open: () => Database | Promise<Database>,
  {
    name = "patterns",
    version = PATTERNS_VERSION,
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
      const { scanComponent } = await import("./scan-component.ts");
      const output = await scanComponent({ database: await open(), slowLane }, context);
      return packs ? { ...output, packs: await packs() } : output;
    },
  });

/** The pass with the project's own pack. */
export const patternsPass: AnalysisPass = patternsPassOf(ownDatabase, { packs: ownPacks });
