import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import * as z from "zod";
import { Report, ReportFinding } from "../../src/report/schema.ts";

it.each([
  ["report.json", "report.schema.json", Report],
  ["a line of findings.ndjson", "finding.schema.json", ReportFinding],
])("the published schema of %s is the one that it is read by", async (_, file, schema) => {
  const published = await readFile(new URL(`../../../../docs/${file}`, import.meta.url), "utf8");
  expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(schema))));
});
