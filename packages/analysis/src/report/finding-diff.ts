import { hash } from "node:crypto";
import { findingOrder } from "../correlate/summary.ts";
import { topOf } from "../correlate/top.ts";
import type { Severity } from "../findings.ts";
import { Balance } from "./balance.ts";
import type { ReportFinding } from "./schema.ts";

/** Opens `findings.ndjson` of one revision from its start. */
export type OpenFindings = () => Promise<AsyncIterable<Uint8Array>>;

/** Findings that one revision has and the other has not. */
export interface FindingChanges {
  total: number;
  bySeverity: Partial<Record<Severity, number>>;
  /** The most severe of them. */
  listed: ReportFinding[];
}

const LISTED = 100;

/** Lines of each side that wait for their like: what stands in both at about the same place is never looked into. */
const WINDOW = 10_000;

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

/** Place, rule and title make a finding what it is: the first 64 bits of their hash, which two of a million never share. */
const identityOf = ({ component, pass, rule, title, start, end, line }: ReportFinding): [number, number] => {
  const digest = hash("sha256", JSON.stringify([component, pass, rule, title, start, end, line]), "buffer");
  return [digest.readUInt32LE(0), digest.readUInt32LE(4)];
};

/** A line without its score, which is its first field and changes with the hour. */
const unscored = (line: string): string =>
  line.startsWith('{"score":') ? `{${line.slice(line.indexOf(",") + 1)}` : line;

const parsed = (line: string): ReportFinding => JSON.parse(line) as ReportFinding;

/** Lines of one side that were not met on the other yet, in their order. */
const waiting = () => {
  const lines = new Map<string, number>();
  let count = 0;
  const add = (line: string, by: number): void => {
    const next = (lines.get(line) ?? 0) + by;
    if (next === 0) lines.delete(line);
    else lines.set(line, next);
    count += by;
  };
  return {
    put: (line: string): void => add(line, 1),
    take(line: string): boolean {
      if (!lines.has(line)) return false;
      add(line, -1);
      return true;
    },
    /** Gives up all but the newest; once there are twice as many, because starting at the oldest takes time. */
    *leave(kept: number): Generator<string> {
      if (count <= 2 * kept) return;
      for (const [line, times] of lines) {
        if (count <= kept) return;
        add(line, -times);
        for (let n = 0; n < times; n += 1) yield line;
      }
    },
  };
};

/** By identity, how many more of a finding `b` has than `a`. Both are read side by side. */
const balanceOf = async (a: OpenFindings, b: OpenFindings, window: number): Promise<Balance> => {
  const balance = new Balance();
  const note = (line: string, by: 1 | -1): void => balance.add(...identityOf(parsed(line)), by);
  const [ofA, ofB] = [waiting(), waiting()];
  const leave = (kept: number): void => {
    for (const line of ofA.leave(kept)) note(line, -1);
    for (const line of ofB.leave(kept)) note(line, 1);
  };
  const [left, right] = [linesOf(await a()), linesOf(await b())];
  try {
    for (;;) {
      const [before, after] = [await left.next(), await right.next()];
      if (before.done && after.done) break;
      const [one, other] = [
        before.done ? undefined : unscored(before.value),
        after.done ? undefined : unscored(after.value),
      ];
      if (one === other) continue;
      if (one !== undefined && !ofB.take(one)) ofA.put(one);
      if (other !== undefined && !ofA.take(other)) ofB.put(other);
      leave(window);
    }
    leave(0);
    return balance;
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
const collect = async (open: OpenFindings, balance: Balance, sign: 1 | -1): Promise<FindingChanges> => {
  const seen = changesSeen();
  let left = balance.sum(sign);
  if (left === 0) return seen.changes();
  for await (const line of linesOf(await open())) {
    const finding = parsed(line);
    const identity = identityOf(finding);
    if (sign * balance.get(...identity) <= 0) continue;
    balance.add(...identity, -sign);
    seen.add(finding);
    left -= 1;
    if (left === 0) break;
  }
  return seen.changes();
};

/**
 * Compares all findings of two revisions: what is equal is forgotten as it is read, so that memory grows with what differs,
 * by some 30 bytes for each.
 */
export const diffFindings = async (
  a: OpenFindings,
  b: OpenFindings,
  window = WINDOW,
): Promise<{ new: FindingChanges; gone: FindingChanges }> => {
  const balance = await balanceOf(a, b, window);
  const gone = await collect(a, balance, -1);
  return { new: await collect(b, balance, 1), gone };
};
