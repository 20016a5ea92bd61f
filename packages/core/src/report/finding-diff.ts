import { hash } from "node:crypto";
import type { Severity } from "../pass.ts";
import type { ReportFinding } from "./schema.ts";
import { findingOrder } from "./summary/summary.ts";
import { topOf } from "./top.ts";

/** Opens `findings.ndjson` of one revision from its start. */
export type OpenFindings = () => Promise<AsyncIterable<Uint8Array>>;

/** Findings that one revision has and the other has not. */
export interface FindingChanges {
  total: number;
  bySeverity: Partial<Record<Severity, number>>;
  /** The gravest of them. */
  listed: ReportFinding[];
}

const LISTED = 100;

/** Different findings held at the same time, about 100 bytes each; of more, they are compared in parts. */
const HELD = 1_000_000;

/** An identity's first byte tells its part. */
const MOST_PARTS = 256;

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

/** Place, rule and title make a finding what it is; its score changes with the hour. */
const identityOf = ({ component, pass, rule, title, start, end, line }: ReportFinding): string =>
  hash("sha256", JSON.stringify([component, pass, rule, title, start, end, line]), "binary").slice(0, 16);

/** A line without its score, which is its first field. */
const unscored = (line: string): string => (line.startsWith('{"score":') ? line.slice(line.indexOf(",") + 1) : line);

const parsed = (line: string): ReportFinding => JSON.parse(line) as ReportFinding;

/**
 * By identity, how many more of a finding `b` has than `a`, where not the same number; of those identities only that
 * fall into the part. `undefined` where there are more than `held`. Both are read side by side, so that what stands in both
 * at about the same place is not held for long.
 */
const balanceOf = async (
  a: OpenFindings,
  b: OpenFindings,
  inPart: (identity: string) => boolean,
  held: number,
): Promise<Map<string, number> | undefined> => {
  const balance = new Map<string, number>();
  const note = (line: string, by: 1 | -1): void => {
    const identity = identityOf(parsed(line));
    if (!inPart(identity)) return;
    const next = (balance.get(identity) ?? 0) + by;
    if (next === 0) balance.delete(identity);
    else balance.set(identity, next);
  };
  const [left, right] = [linesOf(await a()), linesOf(await b())];
  try {
    for (;;) {
      const [before, after] = [await left.next(), await right.next()];
      if (before.done && after.done) return balance;
      if (!before.done && !after.done && unscored(before.value) === unscored(after.value)) continue;
      if (!before.done) note(before.value, -1);
      if (!after.done) note(after.value, 1);
      if (balance.size > held) return undefined;
    }
  } finally {
    await Promise.all([left.return(undefined), right.return(undefined)]);
  }
};

const changesSeen = () => {
  const bySeverity: Partial<Record<Severity, number>> = {};
  const top = topOf(LISTED, findingOrder);
  let total = 0;
  return {
    add(one: ReportFinding): void {
      total += 1;
      bySeverity[one.severity] = (bySeverity[one.severity] ?? 0) + 1;
      top.add(one);
    },
    changes: (): FindingChanges => ({ total, bySeverity, listed: top.sorted() }),
  };
};

/** Reads what the balance has too much of, on the side of the sign; of several alike the first ones. */
const collect = async (
  open: OpenFindings,
  balance: Map<string, number>,
  sign: 1 | -1,
  into: ReturnType<typeof changesSeen>,
): Promise<void> => {
  let left = 0;
  for (const count of balance.values()) left += Math.max(0, sign * count);
  if (left === 0) return;
  for await (const line of linesOf(await open())) {
    const finding = parsed(line);
    const identity = identityOf(finding);
    const count = balance.get(identity) ?? 0;
    if (sign * count <= 0) continue;
    balance.set(identity, count - sign);
    into.add(finding);
    left -= 1;
    if (left === 0) return;
  }
};

/**
 * Compares all findings of two revisions in bounded memory: what is equal is forgotten as it is read, and where too much
 * is not, the findings are compared part by part, by their identities.
 */
export const diffFindings = async (
  a: OpenFindings,
  b: OpenFindings,
  held = HELD,
): Promise<{ new: FindingChanges; gone: FindingChanges }> => {
  for (let parts = 1; ; parts *= 4) {
    const [added, gone] = [changesSeen(), changesSeen()];
    let fits = true;
    for (let part = 0; fits && part < parts; part += 1) {
      const inPart = (identity: string): boolean => identity.charCodeAt(0) % parts === part;
      const balance = await balanceOf(a, b, inPart, parts === MOST_PARTS ? Number.POSITIVE_INFINITY : held);
      fits = balance !== undefined;
      if (!balance) break;
      await collect(a, balance, -1, gone);
      await collect(b, balance, 1, added);
    }
    if (fits) return { new: added.changes(), gone: gone.changes() };
  }
};
