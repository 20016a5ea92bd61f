import {
  type AnalysisPass,
  analysisPanel,
  analysisPass,
  analysisReducer,
  type Finding,
  priorityTable,
} from "@torrent/analysis";
import { type ComponentFacts, defineChoreography, TerminalError } from "@torrent/core/unstable";
import { entries, textOf } from "./entries.ts";

const seconds = (component: ComponentFacts) => ({ seconds: component.bytes / 1e6, memoryMB: 128 });

/** Finds lines that say ERROR or password; fails for good on POISON, and until retried on FLAKY. */
export const patterns = analysisPass({
  name: "patterns",
  version: 3,
  accepts: () => true,
  estimate: seconds,
  run: async ({ component, bytes }) => {
    const text = await textOf(bytes());
    if (text.includes("POISON")) throw new TerminalError("unreadable-text", `"${component.name}" cannot be read`);
    if (text.includes("FLAKY")) throw new Error("The index was not ready");
    const findings = text.split("\n").flatMap((line, n): Finding[] => {
      const place = { line: n + 1, context: line };
      if (line.includes("password"))
        return [{ rule: "plain-password", title: "Password in clear text", severity: "high", ...place }];
      if (line.includes("ERROR")) return [{ rule: "error-line", title: "Error logged", severity: "low", ...place }];
      return [];
    });
    return { findings };
  },
});

export const entities = analysisPass({
  name: "entities",
  version: 1,
  required: false,
  accepts: () => true,
  estimate: seconds,
  run: async ({ bytes }) => {
    const text = await textOf(bytes());
    const found = [...text.matchAll(/[\w.]+@[\w.]+\w/g)].map((match) => ({
      kind: "email",
      value: match[0].toLowerCase(),
      text: match[0],
      start: match.index,
      end: match.index + match[0].length,
      confidence: 0.9,
    }));
    return { entities: found };
  },
});

/** The reference choreography's report and panel over toy passes, and more passes where a test needs them. */
export const notesWith = (...more: AnalysisPass[]) =>
  defineChoreography({
    name: "notes",
    decompose: entries,
    passes: [patterns, entities, ...more],
    priority: priorityTable,
    counts: ["findings", "entities"],
    reduce: analysisReducer,
    panels: [analysisPanel],
  });

export const notes = notesWith();
