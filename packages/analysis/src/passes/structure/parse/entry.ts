import type { PassOutput } from "../../../analysis-pass.ts";
import type { Embedded } from "./embedded/file.ts";
import type { ExtractTask, Parser, ParseTask } from "./task.ts";

const parsers: Record<string, () => Promise<{ parse: Parser }>> = {
  pdf: () => import("./pdf.ts"),
  office: () => import("./office.ts"),
  ole: () => import("./ole.ts"),
  rtf: () => import("./rtf.ts"),
  image: () => import("./image.ts"),
  sqlite: () => import("./sqlite.ts"),
  parquet: () => import("./parquet.ts"),
  xml: () => import("./xml.ts"),
  yaml: () => import("./yaml.ts"),
  mail: () => import("./mail.ts"),
};

/**
 * Entry point of the parsers' process: reads a document, or takes the files out of it. A file that its parser refuses
 * is an outcome: a finding, and no facts.
 */
export default async (task: ParseTask | ExtractTask): Promise<PassOutput | Embedded> => {
  if ("extract" in task) return (await import("./embedded/extract.ts")).extract(task);
  const load = parsers[task.family];
  if (!load) throw new TypeError(`No parser for "${task.family}"; there are ${Object.keys(parsers).join(", ")}`);
  const { parse } = await load();
  try {
    return await parse(task);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      facts: { readable: false },
      findings: [
        {
          rule: `unreadable-${task.family}`,
          title: `Not readable as ${task.format}: ${reason.slice(0, 200)}`,
          severity: "medium",
          start: 0,
        },
      ],
    };
  }
};
