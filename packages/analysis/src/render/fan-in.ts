import type { Report } from "../report/schema.ts";

export interface FanInWords {
  /** `2 results are missing`. */
  missing: string;
  /** By pass, `extract 2`; of the package's own words. */
  passes: string;
  /** What the score could become; absent in older reports. */
  most?: { score: string; band: string };
  /** Why the package is complete, partial or failed. */
  policy?: string;
}

/** What a report that misses results says of itself; `undefined` where none is missing. */
export const fanInWords = ({ fanIn, tasks, status }: Report): FanInWords | undefined => {
  const missing = fanIn?.missing ?? tasks.expected - tasks.succeeded;
  if (missing === 0) return undefined;
  const words: FanInWords = {
    missing: `${missing.toLocaleString("en")} ${missing === 1 ? "result is" : "results are"} missing`,
    passes: Object.entries(fanIn?.byPass ?? {})
      .map(([pass, count]) => `${pass} ${count.toLocaleString("en")}`)
      .join(", "),
  };
  if (!fanIn) return words;
  const { required, succeeded, toleratedFailurePercent: tolerated, couldBecome } = fanIn;
  words.most = { score: couldBecome.score.toFixed(1), band: couldBecome.band };
  words.policy = `${succeeded.toLocaleString("en")} of ${required.toLocaleString("en")} required ${required === 1 ? "task" : "tasks"} succeeded, and ${tolerated === 0 ? "none of them" : `${tolerated}% of them`} may fail: the package is ${status}.`;
  return words;
};

/** Says of results that a limit cut which they are; `undefined` where none was. */
export const limitedWords = ({ limited = {} }: Pick<Report, "limited">): string | undefined => {
  const total = Object.values(limited).reduce((sum, one) => sum + one, 0);
  if (total === 0) return undefined;
  const passes = Object.entries(limited).map(([pass, count]) => `${pass} ${count.toLocaleString("en")}`);
  return `The lists of ${total.toLocaleString("en")} ${total === 1 ? "result" : "results"} were cut at the limit of their pass (${passes.join(", ")}).`;
};
