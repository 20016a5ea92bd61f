import { writeFile } from "node:fs/promises";
import { Report, ReportFinding } from "@torrent/analysis/report";
import * as z from "zod";

/** Publishes the schemas of the report and of a finding's line; a test holds that what is published is what is used. */
for (const [file, schema] of [
  ["report.schema.json", Report],
  ["finding.schema.json", ReportFinding],
] as const)
  await writeFile(new URL(`../docs/${file}`, import.meta.url), `${JSON.stringify(z.toJSONSchema(schema), null, 2)}\n`);
