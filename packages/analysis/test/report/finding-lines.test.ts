import fc from "fast-check";
import { expect, it } from "vitest";
import { severities } from "../../src/findings.ts";
import { findingLine, scoredLines } from "../../src/report/finding-lines.ts";
import type { ReportFinding } from "../../src/report/schema.ts";

const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom('","rule":"x', '\\","rule":', "\n", "}\u0000"));

const findings = fc.array(
  fc.record(
    {
      rule: text,
      title: text,
      severity: fc.constantFrom(...severities),
      pass: text,
      component: text,
      name: text,
      kind: text,
      start: fc.nat(),
      context: text,
    },
    { requiredKeys: ["rule", "title", "severity", "pass", "component", "name", "kind"] },
  ),
  { maxLength: 12 },
);

/** Any number will do, if it tells one severity and kind from another. */
const scoreOf = (severity: string, kind: string): number => severity.length + kind.length / 10;

it("a finding's line gets its score and keeps all else, whatever its texts hold and wherever chunks end", () => {
  fc.assert(
    fc.property(findings, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (all, sizes) => {
      const bytes = new TextEncoder().encode(all.map((one) => `${findingLine(one as ReportFinding)}\n`).join(""));
      const scored = scoredLines(scoreOf);
      const decoder = new TextDecoder();
      let out = "";
      for (let at = 0, n = 0; at < bytes.length; n += 1) {
        const size = sizes[n % sizes.length] ?? 1;
        out += decoder.decode(scored(bytes.subarray(at, at + size)), { stream: true });
        at += size;
      }
      const lines = out.split("\n").slice(0, -1);
      expect(lines.map((line) => JSON.parse(line))).toEqual(
        all.map((one) => JSON.parse(JSON.stringify({ ...one, score: scoreOf(one.severity, one.kind) }))),
      );
    }),
  );
});
