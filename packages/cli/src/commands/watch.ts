import { formatDuration, formatUsd } from "@torrent/core/format";
import { isTerminalState } from "@torrent/core/unstable";
import type { PackageDetail, PackagePage } from "@torrent/web/client";
import pMap from "p-map";
import { type ApiOptions, type Connection, connect } from "../api/connect.ts";
import { NotFound } from "../api/errors.ts";
import { exitCodes } from "../errors.ts";
import { type Io, isLive, type Paint, paintFor } from "../io.ts";
import { sanitize } from "../print.ts";
import { canvas } from "../view/canvas.ts";
import { type Pacer, pacer, paceText } from "../view/pace.ts";
import { packageTable } from "../view/package-table.ts";
import { paintState, stageCounts, stageLines } from "../view/stages.ts";

export interface WatchOptions extends ApiOptions {
  follow?: boolean;
}

const POLL_MS = 1_000;
/** Minimum time between log lines while only counts change. */
const LOG_MS = 5_000;
/** Maximum rows of the list in a terminal. */
const ROWS = 20;

const failed = new Set<string>(["failed", "rejected", "cancelled"]);

/**
 * Shows live progress until the package has ended (the exit code reports how) or, without an id, until no package is
 * open.
 */
export const watch = async (
  id: string | undefined,
  options: WatchOptions,
  io: Io,
  signal: AbortSignal,
): Promise<number> => {
  const connection = connect(options);
  return id === undefined ? watchAll(connection, options, io, signal) : watchOne(connection, id, options, io, signal);
};

const pause = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, POLL_MS);
    signal.addEventListener("abort", done);
    if (signal.aborted) done();
  });

const header = (pkg: PackageDetail, paint: Paint, pace: Pacer): string => {
  const age = formatDuration((pkg.finishedAt ?? pkg.now) - pkg.roundAt);
  const parts = [
    paint("bold", sanitize(pkg.name)),
    paintState(pkg.state, paint),
    `priority ${pkg.priority.score} (${pkg.priority.band})`,
    age,
    ...(pkg.cost.usd > 0 ? [`about ${formatUsd(pkg.cost.usd)}`] : []),
    ...(isTerminalState(pkg.state) ? [] : [paceText(pace(pkg, pkg.now))]),
    ...(pkg.stalled ? [paint("yellow", 'stalled: run "torrent why" to see what it is waiting for')] : []),
  ];
  return parts.filter((part) => part !== "").join("  ");
};

/** The content of a log line, compared to skip repeated lines. */
const logLine = (pkg: PackageDetail): string => {
  const counted = pkg.stages.filter(({ unit, expected }) => unit !== "package" && (expected ?? 0) > 0);
  const stages = counted.map((stage) => `${stage.stage} ${stageCounts(stage)}`);
  return [sanitize(pkg.name), pkg.state, ...stages].join("; ");
};

const endLines = (pkg: PackageDetail): string[] => {
  const counts = Object.entries(pkg.progress.tasks.counts).map(
    ([name, count]) => `${name} ${count.toLocaleString("en")}; `,
  );
  const lines = pkg.error ? [`${sanitize(pkg.error.kind)}: ${sanitize(pkg.error.message)}`] : [];
  if (pkg.revision === pkg.round) lines.push(`${counts.join("")}"torrent report ${pkg.id}"`);
  return lines;
};

const watchOne = async (
  { api }: Connection,
  id: string,
  options: WatchOptions,
  io: Io,
  signal: AbortSignal,
): Promise<number> => {
  const live = isLive(io.out) && !options.json;
  const paint = paintFor(io.out);
  const draw = canvas(io.out);
  const pace = pacer();
  let [lastKey, state, at] = ["", "", Number.NEGATIVE_INFINITY];
  for (;;) {
    const pkg = (await (await api.packages[":id"].$get({ param: { id } })).json()) as PackageDetail;
    const over = isTerminalState(pkg.state);
    if (live) draw([header(pkg, paint, pace), ...stageLines(pkg.stages, paint), ...(over ? endLines(pkg) : [])]);
    else {
      const line = options.json ? JSON.stringify(pkg) : logLine(pkg);
      const key = logLine(pkg);
      if (key !== lastKey && (pkg.state !== state || over || pkg.now - at >= LOG_MS)) {
        io.out.write(`${line}\n`);
        [lastKey, state, at] = [key, pkg.state, pkg.now];
      }
      if (over && !options.json) for (const end of endLines(pkg)) io.out.write(`${end}\n`);
    }
    if (over) return failed.has(pkg.state) ? exitCodes.packageFailed : exitCodes.done;
    await pause(signal);
    if (signal.aborted) return exitCodes.done;
  }
};

/** Watches open packages, including those that opened after the start. */
const watchAll = async ({ api }: Connection, options: WatchOptions, io: Io, signal: AbortSignal): Promise<number> => {
  const live = isLive(io.out) && !options.json;
  const paint = paintFor(io.out);
  const draw = canvas(io.out);
  const pace = pacer();
  const ids = new Set<string>();
  const lastStates = new Map<string, string>();
  for (;;) {
    const page = (await (await api.packages.$get({ query: { state: "active", limit: "200" } })).json()) as PackagePage;
    const endedIds = [...ids].filter((id) => page.packages.every((pkg) => pkg.id !== id));
    const last = await pMap(endedIds, (id) => readOnce(api, id), { concurrency: 8 });
    for (const id of endedIds) ids.delete(id);
    for (const { id } of page.packages) ids.add(id);
    const changed = [...page.packages, ...last.filter((pkg) => pkg !== undefined)].filter(
      ({ id, state }) => lastStates.get(id) !== state,
    );
    for (const { id, state } of changed) lastStates.set(id, state);
    if (live) {
      const hidden = page.packages.length - ROWS;
      draw([
        ...packageTable(page.packages.slice(0, ROWS), page.now, paint, pace),
        ...(hidden > 0 ? [`and ${hidden} more`] : []),
        ...(page.packages.length === 0
          ? [options.follow ? "No open packages. Press Ctrl-C to stop watching" : "No open packages"]
          : []),
      ]);
    } else
      for (const pkg of changed)
        io.out.write(`${options.json ? JSON.stringify(pkg) : `${pkg.id}  ${pkg.state}  ${sanitize(pkg.name)}`}\n`);
    if (page.packages.length === 0 && !options.follow) {
      if (!live) io.err.write("No open packages\n");
      return exitCodes.done;
    }
    await pause(signal);
    if (signal.aborted) return exitCodes.done;
  }
};

const readOnce = async (api: Connection["api"], id: string): Promise<PackageDetail | undefined> => {
  try {
    return (await (await api.packages[":id"].$get({ param: { id } })).json()) as PackageDetail;
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
};
