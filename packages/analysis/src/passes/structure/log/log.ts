import type { Report } from "../report.ts";
import { eachLine, type Line } from "../text/lines.ts";
import { LogClock } from "./clock.ts";
import { TemplateMiner } from "./drain.ts";
import { levelOf } from "./levels.ts";
import { plainLine } from "./plain-line.ts";
import { iso, remark } from "./remarks.ts";
import { isYearless } from "./timestamp.ts";

const MESSAGE = 1000;
const MANY = 200;
const RARE = 0.001;
const TOP = 20;

/**
 * Profiles a log of any size: templates, levels, time range, gaps and bursts. Remarks go by what is usual in the whole
 * log, so that a slice's are left out: what is rare in it may stand in every other.
 */
export const profileLog = async (
  chunks: AsyncIterable<Uint8Array>,
  options: { signal: AbortSignal; hasOffsets: boolean; isSlice?: boolean; endsWithReturn?: boolean },
  report: Report,
  visitLine?: (line: Line) => void,
): Promise<Record<string, unknown>> => {
  const miner = new TemplateMiner();
  const clock = new LogClock();
  const levels: Record<string, number> = {};
  let continued = 0;
  let dated = 0;
  const visit = (line: Line): void => {
    visitLine?.(line);
    if (line.text.trim() === "") return;
    const text = plainLine(line.text).slice(0, MESSAGE);
    const hasTime = clock.visit(text, line.number, line.start);
    if (hasTime) dated++;
    const level = levelOf(text);
    if (level) levels[level] = (levels[level] ?? 0) + 1;
    // A stack trace's further lines belong to the record above; they would drown the templates.
    if (!hasTime && dated > 0 && /^\s/.test(text)) continued++;
    else miner.add(hasTime ? text.slice(clock.end) : text, line.number, line.start, level);
  };
  const { lines } = await eachLine(
    chunks,
    { signal: options.signal, endsWithReturn: options.endsWithReturn ?? false },
    visit,
  );
  const templates = miner.templates();
  const rare = lines >= MANY ? templates.filter(({ count }) => count <= Math.max(1, lines * RARE)) : [];
  const { timeline } = clock;
  const { style } = clock;
  const gaps = timeline.gaps();
  const bursts = timeline.bursts();
  const isRelative = style?.isRelative === true;
  if (!options.isSlice)
    remark(report, { lines, rare, gaps, bursts, timeline, isRelative, hasOffsets: options.hasOffsets });
  const describe = ({ words, count, line, level }: (typeof templates)[number]) => ({
    template: words.join(" "),
    count,
    line,
    ...(level ? { level } : {}),
  });
  return {
    lines,
    continuationLines: continued,
    levels,
    templateCount: templates.length,
    linesOfOtherTemplates: miner.others,
    templates: templates.slice(0, TOP).map(describe),
    rareTemplates: rare.slice(0, TOP).map(describe),
    ...(timeline.dated > 0 && style
      ? {
          time: {
            style: style.name,
            yearless: isYearless(style),
            dated: timeline.dated,
            ...(isRelative
              ? { relative: true, fromSeconds: timeline.first / 1000, toSeconds: timeline.last / 1000 }
              : { from: iso(timeline.first), to: iso(timeline.last) }),
          },
          gaps: gaps.map(({ from, to, line }) => ({ from: iso(from), to: iso(to), line })),
          bursts: bursts.map(({ from, to, lines: count, line }) => ({
            from: iso(from),
            to: iso(to),
            lines: count,
            line,
          })),
        }
      : {}),
  };
};
