import { type ComponentFacts, ownPart } from "@torrent/core/unstable";
import type { Database } from "@torrent/patterns";
import { type AnalysisPass, analysisPass, type PassContext, type PassOutput } from "../../analysis-pass.ts";
import { structurePass } from "../structure/index.ts";
import { ownDatabase, ownPacks } from "./own-database.ts";
import type { Rules, Scanned } from "./scan.ts";
import { viewedForm } from "./viewed-form.ts";
import { outputOf, withoutRepeats } from "./views.ts";

/** Bytes per second of one vCPU with the project's own pack; see the table in docs/passes.md. */
const BYTES_PER_SECOND = 60_000_000;
/** Of this code with the project's own pack. */
export const PATTERNS_VERSION = 7;
/** Loading the pack, and the first steps of its automata. */
const START_SECONDS = 0.1;

const encoder = new TextEncoder();

/** Scans a component once: a text as its reader sees it, anything else as it stands and by the text extracted from it. */
const scanComponent = async (rules: Rules, context: PassContext): Promise<Scanned> => {
  // The matcher and its rules are loaded where a component is scanned, and not where one is only planned.
  const { scanStream } = await import("./scan.ts");
  const { component, signal } = context;
  const own = ownPart(component);
  const form = await viewedForm(context);
  if (form) {
    const { TextView } = await import("../view/index.ts");
    const view = new TextView(form);
    return scanStream(rules, view.read(context.bytes()), signal, { own, origin: view, file: component });
  }
  const text = context.upstream("structure")?.text;
  const keepsTexts = text !== undefined && text !== "";
  const raw = await scanStream(rules, context.bytes(), signal, { own, file: component, keepsTexts });
  if (!keepsTexts) return raw;
  const ofText = await scanStream(rules, [encoder.encode(text)], signal, { file: component, keepsTexts });
  // A mail may say the same in plain text and in HTML.
  return withoutRepeats(raw, ofText, "extracted-text", component.kind === "mail");
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
    run: async (context: PassContext): Promise<PassOutput> => ({
      ...outputOf(await scanComponent({ database: await open(), slowLane }, context)),
      ...(packs ? { packs: await packs() } : {}),
    }),
  });

/** The pass with the project's own pack. */
export const patternsPass: AnalysisPass = patternsPassOf(ownDatabase, { packs: ownPacks });
