import { formatCount, formatRate, formatTimeLeft } from "@torrent/core/format";
import type { Snapshot, StageProgress } from "./snapshot.ts";

const BAR = 24;

const bar = ({ done, expected }: StageProgress): string => {
  const share = expected ? Math.min(1, done / expected) : expected === 0 ? 1 : 0;
  const filled = Math.round(share * BAR);
  return `${"█".repeat(filled)}${"░".repeat(BAR - filled)}`;
};

/** The rate over the whole run and the time left for the stage at that rate. */
const pace = (now: Snapshot, start: Snapshot, index: number): { rate: number; left?: number } => {
  const { done, expected } = now.stages[index] ?? { done: 0 };
  const seconds = (now.at - start.at) / 1000;
  const rate = seconds > 0 ? (done - (start.stages[index]?.done ?? 0)) / seconds : 0;
  return expected === undefined || rate <= 0 ? { rate } : { rate, left: Math.max(0, expected - done) / rate };
};

const units = { intake: "packages", classify: "components", analyze: "components", aggregate: "packages" } as const;

export const renderStages = (now: Snapshot, start: Snapshot): string[] =>
  now.stages.map((stage, index) => {
    const { rate, left } = pace(now, start, index);
    const of = stage.expected === undefined ? "?" : formatCount(stage.expected);
    const counts = `${formatCount(stage.done)} / ${of} ${units[stage.stage]}`;
    const speed = rate > 0 ? formatRate(rate) : "";
    const time =
      left !== undefined && left > 0
        ? formatTimeLeft({ low: left * 1000, high: left * 1000 })
        : stage.done === stage.expected
          ? "done"
          : "";
    return `${stage.stage.padEnd(10)}${bar(stage)}  ${counts.padEnd(26)}${speed.padStart(8)}  ${time}`.trimEnd();
  });

/** One line for a log or a pipe. */
export const renderLine = (now: Snapshot): string =>
  now.stages.map(({ stage, done, expected }) => `${stage} ${done}/${expected ?? "?"}`).join(", ");
