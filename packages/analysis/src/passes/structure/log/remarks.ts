import type { Report } from "../report.ts";
import type { TemplateMiner } from "./drain.ts";
import type { Burst, Gap, Timeline } from "./timeline.ts";

const RARE_SHOWN = 10;

export const iso = (time: number): string | undefined =>
  Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : undefined;

const duration = (ms: number): string =>
  ms >= 3_600_000
    ? `${Math.round(ms / 360_000) / 10} h`
    : ms >= 60_000
      ? `${Math.round(ms / 6000) / 10} min`
      : `${Math.round(ms / 100) / 10} s`;

interface Profiled {
  lines: number;
  /** Templates of few lines. */
  rare: ReturnType<TemplateMiner["templates"]>;
  gaps: readonly Gap[];
  bursts: readonly Burst[];
  timeline: Timeline;
  /** Times count from a start that no line names. */
  isRelative: boolean;
  hasOffsets: boolean;
}

/** Names what is unusual in a log, with its place. */
export const remark = (
  report: Report,
  { lines, rare, gaps, bursts, timeline, isRelative, hasOffsets }: Profiled,
): void => {
  const when = (time: number): string => (isRelative ? `second ${time / 1000}` : (iso(time) ?? ""));
  const place = (line: number, start: number) => ({ line, ...(hasOffsets ? { start } : {}) });
  for (const template of rare.filter(({ level }) => level === "error" || level === "fatal").slice(0, RARE_SHOWN))
    report.find({
      rule: "rare-error",
      title: `An error message that stands ${template.count} time${template.count === 1 ? "" : "s"} in ${lines} lines`,
      severity: "low",
      ...place(template.line, template.start),
      context: template.words.join(" "),
    });
  for (const gap of gaps)
    report.find({
      rule: "log-gap",
      title: `No line for ${duration(gap.to - gap.from)}, from ${when(gap.from)} to ${when(gap.to)}`,
      severity: "low",
      ...place(gap.line, gap.start),
    });
  for (const burst of bursts)
    report.find({
      rule: "log-burst",
      title: `${burst.lines} lines within ${duration(burst.to - burst.from)} from ${when(burst.from)}`,
      severity: "low",
      ...place(burst.line, burst.start),
    });
  const back = timeline.firstStepBack;
  if (back)
    report.find({
      rule: "clock-step-back",
      title: `${timeline.steppedBack} times a line is older than the one above; first ${duration(back.from - back.to)}`,
      severity: "info",
      ...place(back.line, back.start),
    });
};
