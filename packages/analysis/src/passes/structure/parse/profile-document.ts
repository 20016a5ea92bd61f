import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { PassContext } from "../../../analysis-pass.ts";
import type { Identity } from "../identify/identify.ts";
import { limits } from "../limits.ts";
import type { Report } from "../report.ts";
import { readWhole } from "../source.ts";
import { parseIsolated } from "./isolated.ts";

/** Families that a parser in a thread of its own reads. */
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
  const folder = await mkdtemp(join(tmpdir(), "torrent-sqlite-"));
  try {
    const path = join(folder, "copy.db");
    await pipeline(context.bytes(), createWriteStream(path), { signal: context.signal });
    const { name } = context.component;
    report.merge(
      await parseIsolated({ family: "sqlite", format: identity.format, name, bytes: new Uint8Array(0), path }, context),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Reads a document format whole, in a thread of its own, where its size allows. */
export const profileDocument = async (context: PassContext, identity: Identity, report: Report): Promise<void> => {
  const { family, format, charset } = identity;
  if (family === "sqlite") return sqlite(context, identity, report);
  const bytes = await readWhole(context, family, report);
  if (!bytes) return;
  const task = { family, format, name: context.component.name, bytes, ...(charset ? { charset: charset.name } : {}) };
  report.merge(await parseIsolated(task, context));
};
