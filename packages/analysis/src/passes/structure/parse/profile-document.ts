import type { PassContext } from "../../../analysis-pass.ts";
import type { Identity } from "../identify/identify.ts";
import { limits } from "../limits.ts";
import type { Report } from "../report.ts";
import { readWhole } from "../source.ts";
import { withCopy } from "./database-copy.ts";
import { parseIsolated } from "./isolated.ts";

/** Families that a parser in a process of its own reads. */
const isolated = ["pdf", "office", "ole", "rtf", "image", "sqlite", "parquet", "xml", "yaml", "mail"];

export const isDocument = (family: string): boolean => isolated.includes(family);

const sqlite = async (context: PassContext, identity: Identity, report: Report): Promise<void> => {
  const limit = limits.sqliteCopy;
  if (context.component.bytes > limit) {
    report.find({
      rule: "too-large-to-parse-whole",
      title: `A database of ${context.component.bytes} bytes is larger than the ${limit} that are copied; it was not opened`,
      severity: "low",
      start: 0,
    });
    report.cut();
    return;
  }
  const { name } = context.component;
  const task = { family: "sqlite", format: identity.format, name, bytes: new Uint8Array(0) };
  report.merge(await withCopy(context, (path) => parseIsolated({ ...task, path }, context)));
};

/** Reads a document format whole, in a process of its own, where its size allows. */
export const profileDocument = async (context: PassContext, identity: Identity, report: Report): Promise<void> => {
  const { family, format, charset } = identity;
  if (family === "sqlite") return sqlite(context, identity, report);
  const bytes = await readWhole(context, family, report);
  if (!bytes) return;
  const task = { family, format, name: context.component.name, bytes, ...(charset ? { charset: charset.name } : {}) };
  report.merge(await parseIsolated(task, context));
};
