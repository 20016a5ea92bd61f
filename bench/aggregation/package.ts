import { type PackageRow, type Plan, type Receipt, score } from "@torrent/core/unstable";

/** The package that is aggregated: logs that name hosts and people, ten findings in each. */
export const packageId = "pkg_bench";
export const FINDINGS = 10;
export const at = 1_700_000_000_000;

export const planOf = (slot: number): Plan => ({
  component: String(slot),
  sha256: String(slot).padStart(64, "0"),
  kind: "log",
  bytes: 4096,
  name: `logs.tar!/host-${slot % 50}/access-${slot}.log`,
  tasks: [{ pass: "scan", version: 1, after: [], route: "function", lane: "standard", seconds: 1, required: true }],
});

export const receiptOf = (slot: number): Receipt => ({
  outcome: "succeeded",
  input: String(slot).padStart(40, "0"),
  version: 1,
  at,
  ms: 12,
});

export const resultOf = (slot: number): Uint8Array => {
  const findings = Array.from({ length: FINDINGS }, (_, n) => ({
    rule: `rule-${(slot + n) % 200}`,
    title: `A thing of kind ${(slot + n) % 200}`,
    severity: (["info", "low", "medium", "high"] as const)[(slot * 7 + n) % 4],
    start: n * 100,
    end: n * 100 + 20,
    line: n + 1,
    context: `2026-02-02T08:32:18Z host-${slot % 50} request ${slot}-${n} was refused for user-${slot % 999}`,
  }));
  const value = `user-${slot % 5000}@example.org`;
  const entities = [{ kind: "email", value, text: value, start: 0, end: value.length, confidence: 1, count: 2 }];
  return new TextEncoder().encode(JSON.stringify({ v: 2, pass: "scan", version: 1, output: { findings, entities } }));
};

export const rowOf = (components: number): PackageRow => ({
  id: packageId,
  name: "logs.tar",
  key: "inbox/logs.tar",
  version: "1",
  bytes: components * 4096,
  state: "open",
  round: 1,
  createdAt: at,
  updatedAt: at,
  deadlineAt: at + 86_400_000,
  declared: [],
  priority: score([]),
  components,
  slots: components,
  fannedOut: true,
});
