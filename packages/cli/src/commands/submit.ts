import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import { formatBytes } from "@torrent/core/format";
import { failureOf, isTerminalState } from "@torrent/core/unstable";
import type { PackageDetail } from "@torrent/web/client";
import { type ApiOptions, type Connection, connect } from "../api/connect.ts";
import { NotFound } from "../api/errors.ts";
import { contentOf } from "../deliver.ts";
import { EnvironmentError, exitCodes, UsageError } from "../errors.ts";
import { type Io, isLive, json } from "../io.ts";
import { sanitize } from "../print.ts";
import { type DeclaredOptions, type OnProgress, upload } from "../upload.ts";

export interface SubmitOptions extends ApiOptions, DeclaredOptions {
  wait?: boolean;
}

interface Submitted {
  path: string;
  name: string;
  id: string | null;
  state?: string;
  error?: { kind: string; message: string };
}

const WAIT_MS = 500;
const failed = new Set<string>(["failed", "rejected", "cancelled"]);

/**
 * Uploads each path as a package; with `--wait`, waits until all have ended. The exit code reports whether all
 * succeeded.
 */
export const submit = async (paths: readonly string[], options: SubmitOptions, io: Io): Promise<number> => {
  const connection = connect(options);
  const all: Submitted[] = [];
  for (const path of paths) {
    const submitted = await submitOne(connection, path, options, io);
    all.push(submitted);
    io.err.write(
      submitted.id
        ? `Submitted ${sanitize(submitted.name)} as ${submitted.id}\n`
        : `${sanitize(path)}: ${sanitize(submitted.error?.message ?? "")}\n`,
    );
  }
  if (options.wait)
    for (const submitted of all) if (submitted.id) submitted.state = await waitUntilEnded(connection, submitted.id);
  if (options.json) json(io, { packages: all });
  else
    for (const { id, name, state } of all)
      if (id) io.out.write(`${id}  ${sanitize(name)}${state ? `  ${state}` : ""}\n`);
  const bad = all.some(({ id, state }) => id === null || (state !== undefined && failed.has(state)));
  return bad ? exitCodes.packageFailed : exitCodes.done;
};

/** Redraws one progress line in a terminal; prints nothing elsewhere. */
const progressOn = (io: Io, name: string): OnProgress =>
  isLive(io.err)
    ? (sent, of) =>
        io.err.write(`\r\u001b[2K${sent < of ? `${sanitize(name)}  ${formatBytes(sent)} of ${formatBytes(of)}` : ""}`)
    : () => {};

/** A problem with one path does not stop the others; a problem with the API stops the command. */
const submitOne = async (
  connection: Connection,
  path: string,
  { urgency, source, deadlineHours, tolerateFailedPercent }: SubmitOptions,
  io: Io,
): Promise<Submitted> => {
  const scratch = await mkdtemp(join(tmpdir(), "torrent-submit-"));
  try {
    const { name, open, folder } = await contentOf(path);
    // Stores require the length, which is unknown for a folder until it is packed.
    const file = folder ? join(scratch, name) : path;
    if (folder) await pipeline(open(), createWriteStream(file));
    const declared = { urgency, source, deadlineHours, tolerateFailedPercent };
    return { path, name, id: await upload(connection, file, name, declared, progressOn(io, name)) };
  } catch (error) {
    if (error instanceof EnvironmentError || error instanceof UsageError) throw error;
    return { path, name: path, id: null, error: failureOf(error) };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
};

const waitUntilEnded = async ({ api }: Connection, id: string): Promise<string> => {
  for (;;) {
    // The package is unknown until intake has processed the upload's event.
    const answer = await api.packages[":id"].$get({ param: { id } }).catch((error: unknown) => {
      if (error instanceof NotFound) return undefined;
      throw error;
    });
    const known = answer && ((await answer.json()) as PackageDetail);
    if (known && isTerminalState(known.state)) return known.state;
    await wait(WAIT_MS);
  }
};
