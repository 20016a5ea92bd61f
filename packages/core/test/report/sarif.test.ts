import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { severities } from "../../src/pass.ts";
import { toSarif } from "../../src/report/sarif.ts";
import { finding, sampleReport } from "./sample-report.ts";

const text = z.strictObject({ text: z.string().min(1) });
const level = z.enum(["none", "note", "warning", "error"]);
const properties = z.looseObject({ tags: z.array(z.string()).optional() });

/** The parts of SARIF 2.1.0 (OASIS, errata 01, schema of 2023) that are used, with its own constraints. */
const Sarif = z.strictObject({
  $schema: z.url(),
  version: z.literal("2.1.0"),
  runs: z.array(
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string().min(1),
          rules: z.array(
            z.strictObject({
              id: z.string(),
              shortDescription: text,
              defaultConfiguration: z.strictObject({ level }),
              properties,
            }),
          ),
        }),
        extensions: z.array(z.strictObject({ name: z.string(), version: z.string() })),
      }),
      automationDetails: z.strictObject({ id: z.string() }),
      invocations: z.array(
        z.strictObject({
          executionSuccessful: z.boolean(),
          toolExecutionNotifications: z.array(z.strictObject({ level, message: text })),
        }),
      ),
      results: z.array(
        z.strictObject({
          ruleId: z.string(),
          ruleIndex: z.number().int().min(0),
          level,
          message: text,
          locations: z.array(
            z.strictObject({
              physicalLocation: z.strictObject({
                artifactLocation: z.strictObject({ uri: z.string().regex(/^[A-Za-z0-9\-._~!*'()%/]+$/) }),
                region: z
                  .strictObject({
                    startLine: z.number().int().min(1).optional(),
                    byteOffset: z.number().int().min(0).optional(),
                    byteLength: z.number().int().min(0).optional(),
                    snippet: z.strictObject({ text: z.string() }).optional(),
                  })
                  .refine((region) => region.startLine !== undefined || region.byteOffset !== undefined)
                  .optional(),
              }),
            }),
          ),
          partialFingerprints: z.record(z.string(), z.string()),
          properties,
        }),
      ),
      properties,
    }),
  ),
});

const text16 = fc.string({ unit: "binary", maxLength: 30 });
const findings = fc.array(
  fc
    .record({
      rule: text16,
      title: text16,
      name: text16,
      severity: fc.constantFrom(...severities),
      start: fc.option(fc.nat(), { nil: undefined }),
      end: fc.option(fc.nat(), { nil: undefined }),
      line: fc.option(fc.integer({ min: 1 }), { nil: undefined }),
      context: fc.option(text16, { nil: undefined }),
    })
    .map(finding),
);

describe("SARIF of a report", () => {
  it("is valid, whatever the findings are", async () => {
    const report = await sampleReport();
    fc.assert(
      fc.property(findings, (all) => {
        const sarif = JSON.parse(JSON.stringify(toSarif(report, all)));
        const { runs } = Sarif.parse(sarif);
        expect(runs[0]?.results).toHaveLength(all.length);
        for (const { ruleId, ruleIndex } of runs[0]!.results)
          expect(runs[0]?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
      }),
    );
  });

  it("names a component by a relative path that leads nowhere else", async () => {
    const { runs } = toSarif(await sampleReport(), [finding({ name: "/../a b.zip!/ü.txt" })]);
    expect(runs[0]?.results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe(
      "%2E%2E/a%20b.zip!/%C3%BC.txt",
    );
  });

  it("keeps a finding's fingerprint when its line moves", async () => {
    const report = await sampleReport();
    const print = (line: number) => toSarif(report, [finding({ line })]).runs[0]?.results[0]?.partialFingerprints;
    expect(print(1)).toEqual(print(7));
  });

  it("gives a rule the level of its worst finding", async () => {
    const all = [finding({ severity: "low" }), finding({ severity: "critical" })];
    expect(toSarif(await sampleReport(), all).runs[0]?.tool.driver.rules).toMatchObject([
      { defaultConfiguration: { level: "error" }, properties: { "security-severity": "9.5" } },
    ]);
  });
});
