import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import Ajv from "ajv-draft-04";
import formats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { severities } from "../../src/findings.ts";
import { toSarif } from "../../src/render/sarif.ts";
import { finding, sampleReport } from "./sample-report.ts";

type Sarif = ReturnType<typeof toSarif>;

/** The schema as OASIS publishes it; it knows every property and refuses any other. */
const schema = fileURLToPath(import.meta.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"));
const ajv = new Ajv.default({ strict: false, unicodeRegExp: false });
formats.default(ajv);
const valid = ajv.compile<Sarif>(JSON.parse(readFileSync(schema, "utf8")));
const validated = (value: unknown): Sarif => {
  const sarif: unknown = JSON.parse(JSON.stringify(value));
  if (valid(sarif)) return sarif;
  throw new Error(ajv.errorsText(valid.errors));
};

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
      score: fc.option(
        fc.integer({ min: 0, max: 1000 }).map((tenths) => tenths / 10),
        { nil: undefined },
      ),
    })
    .map(finding),
);

describe("SARIF of a report", () => {
  it("is valid by the published schema, whatever the findings are", async () => {
    const report = await sampleReport();
    fc.assert(
      fc.property(findings, (all) => {
        const { runs } = validated(toSarif(report, all));
        expect(runs[0]?.results).toHaveLength(all.length);
        for (const { ruleId, ruleIndex } of runs[0]!.results)
          expect(runs[0]?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
        expect(runs[0]?.results.map(({ rank }) => rank)).toEqual(all.map(({ score }) => score));
      }),
    );
  });

  it("would be refused with a property that SARIF does not know", async () => {
    const sarif = toSarif(await sampleReport(), [finding()]);
    expect(() => validated({ ...sarif, torrent: true })).toThrow("additional properties");
    expect(() => validated({ ...sarif, runs: sarif.runs.map(({ tool: _, ...run }) => run) })).toThrow("tool");
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
