import type { GatheredComponent } from "@torrent/core/unstable";
import { StoredResult } from "@torrent/core/unstable";
import { addComponent } from "../../../src/correlate/add-component.ts";
import { summaryOf } from "../../../src/correlate/summary.ts";
import type { severities } from "../../../src/findings.ts";

export type Found = Partial<Pick<StoredResult, "findings" | "entities" | "facts">>;

export interface Made {
  ref: string;
  name?: string;
  kind?: string;
  bytes?: number;
  result: Found;
}

const gathered = ({ ref, name = `${ref}.txt`, kind = "text", bytes = 10 }: Made): GatheredComponent => ({
  plan: { component: ref, sha256: ref.padStart(64, "0"), kind, bytes, name, tasks: [] },
  tasks: [
    {
      task: { pass: "look", version: 1, after: [], route: "lambda", lane: "standard", seconds: 1, required: true },
      round: 1,
      receipt: { outcome: "succeeded", input: "i", version: 1 },
    },
  ],
});

export const sum = (components: readonly Made[], options?: { entities?: number }) => {
  const summing = summaryOf(options);
  for (const one of components) {
    const result = StoredResult.parse({ v: 1, pass: "look", version: 1, ...one.result });
    addComponent(summing, gathered(one), [{ result }]);
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
