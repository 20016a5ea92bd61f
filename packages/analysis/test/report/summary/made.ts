import { addComponent } from "../../../src/correlate/add-component.ts";
import { summaryOf } from "../../../src/correlate/summary.ts";
import { AnalysisResult, type severities } from "../../../src/findings.ts";

export type Found = Partial<Pick<AnalysisResult, "findings" | "entities" | "facts">>;

export interface Made {
  ref: string;
  name?: string;
  kind?: string;
  bytes?: number;
  result: Found;
}

const look = { pass: "look", version: 1, outcome: "succeeded", ms: 0 } as const;

export const sum = (components: readonly Made[], options?: { entities?: number }) => {
  const summing = summaryOf(options);
  for (const { ref, name = `${ref}.txt`, kind = "text", bytes = 10, result } of components) {
    const results = { look: AnalysisResult.parse(result) };
    addComponent(summing, { ref, sha256: ref.padStart(64, "0"), kind, bytes, name, results, tasks: [look] }, () => {});
  }
  return summing;
};

export const entity = (value: string, start = 0, kind = "email") => ({
  kind,
  value,
  text: value,
  start,
  end: start + 5,
  confidence: 1,
});
export const finding = (rule: string, start: number, severity: (typeof severities)[number] = "high") => ({
  rule,
  title: rule,
  severity,
  start,
  end: start + 4,
});
