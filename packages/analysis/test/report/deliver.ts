import type { MemoryCloud } from "@torrent/core/testing/memory";
import { type AnyPass, collect, keys, type WholePipeline } from "@torrent/core/unstable";
import { type ChoreographyPart, deliver as deliverTo, pipelineOver as pipelineOf } from "../../../core/test/drive.ts";
import { analysisPass, type PassContext, type PassOutput } from "../../src/analysis-pass.ts";
import { analysisReducer } from "../../src/lazy-reducer.ts";
import { priorityTable } from "../../src/priority/table.ts";
import { Report } from "../../src/report/schema.ts";

const base: ChoreographyPart = { priority: priorityTable, counts: ["findings", "entities"], reduce: analysisReducer };

/** A pass of this name and work, over every component. */
export const passOf = (name: string, run: (context: PassContext) => Promise<PassOutput>, version = 1) =>
  analysisPass({ name, version, accepts: () => true, estimate: () => ({ seconds: 1, memoryMB: 64 }), run });

/** Finds every word of capitals. */
export const shout = async ({ whole }: Pick<PassContext, "whole">): Promise<PassOutput> => {
  const text = new TextDecoder().decode(await whole());
  const findings = [...text.matchAll(/\b[A-Z]{3,}\b/g)].map((match) => ({
    rule: "capitals",
    title: match[0],
    severity: "medium" as const,
    start: match.index,
    end: match.index + match[0].length,
  }));
  return { findings };
};
export const shouting = passOf("shouting", shout);

interface Part {
  passes?: readonly AnyPass[];
  summarise?: boolean;
}

export const pipelineOver = (cloud: MemoryCloud, part: Part = {}): WholePipeline =>
  pipelineOf(cloud, { ...base, passes: [shouting], ...part });

/** Delivers one text, a component a line, and drives it to its report. */
export const deliver = (text: string, part: Part & { metadata?: Record<string, string> } = {}) =>
  deliverTo(text, { ...base, passes: [shouting], ...part });

export const textOf = async (cloud: MemoryCloud, id: string, file: string, revision = 1): Promise<string> => {
  const object = await cloud.objects.get(keys.resultFile(id, revision, file));
  if (!object) throw new Error(`There is no ${file}`);
  return new TextDecoder().decode(await collect(object.body));
};

export const reportOf = async (cloud: MemoryCloud, id: string, revision = 1): Promise<Report> =>
  Report.parse(JSON.parse(await textOf(cloud, id, "report.json", revision)));
