import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, openAsBlob } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import { failureOf, isTerminalState } from "@torrent/core";
import type { PackageDetail, UploadTicket } from "@torrent/web/client";
import { type ApiOptions, type Connection, connect } from "../api/connect.ts";
import { contentOf } from "../deliver.ts";
import { EnvironmentError, exitCodes, UsageError } from "../errors.ts";
import { type Io, json } from "../io.ts";
import { plain } from "../print.ts";

export interface SubmitOptions extends ApiOptions {
  wait?: boolean;
  urgency?: "low" | "normal" | "high" | "critical";
  source?: string;
  deadlineHours?: number;
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

/** Uploads each path as a package; with `--wait`, stays until all have ended. The exit code says whether all went well. */
export const submit = async (paths: readonly string[], options: SubmitOptions, io: Io): Promise<number> => {
  const connection = connect(options);
  const all: Submitted[] = [];
  for (const path of paths) {
    const one = await submitOne(connection, path, options);
    all.push(one);
    io.err.write(one.id ? `${plain(one.name)} is ${one.id}\n` : `${plain(path)}: ${plain(one.error?.message ?? "")}\n`);
  }
  if (options.wait) for (const one of all) if (one.id) one.state = await ended(connection, one.id);
  if (options.json) json(io, { packages: all });
  else
    for (const { id, name, state } of all) if (id) io.out.write(`${id}  ${plain(name)}${state ? `  ${state}` : ""}\n`);
  const bad = all.some(({ id, state }) => id === null || (state !== undefined && failed.has(state)));
  return bad ? exitCodes.packageFailed : exitCodes.done;
};

/** What is wrong with one path stops no other; what is wrong with the API stops the command. */
const submitOne = async (connection: Connection, path: string, options: SubmitOptions): Promise<Submitted> => {
  const scratch = await mkdtemp(join(tmpdir(), "torrent-submit-"));
  try {
    const { name, open, folder } = await contentOf(path);
    // Stores want to know the length, and a folder has none before it is packed.
    const file = folder ? join(scratch, name) : path;
    if (folder) await pipeline(open(), createWriteStream(file));
    return { path, name, id: await upload(connection, file, name, options) };
  } catch (error) {
    if (error instanceof EnvironmentError || error instanceof UsageError) throw error;
    return { path, name: path, id: null, error: failureOf(error) };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
};

const upload = async (
  { api, address }: Connection,
  file: string,
  name: string,
  { urgency, source, deadlineHours }: SubmitOptions,
): Promise<string> => {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  const request = { name, sha256: hash.digest("hex"), urgency, source, deadlineHours };
  const ask = async () => (await (await api.uploads.$post({ json: request })).json()) as UploadTicket;
  const ticket = await ask();
  if (ticket.packageId) return ticket.packageId;
  const url = new URL(ticket.url, address);
  // The token is for the API alone: a presigned address carries its own right.
  const token = process.env.TORRENT_TOKEN;
  const headers = {
    ...ticket.headers,
    ...(url.origin === address && token ? { authorization: `Bearer ${token}` } : {}),
  };
  const response = await fetch(url, { method: ticket.method, headers, body: await openAsBlob(file) });
  if (!response.ok) throw new EnvironmentError(`The upload of ${name} was answered with ${response.status}; try again`);
  const { packageId } = await ask();
  if (!packageId) throw new EnvironmentError(`${name} was uploaded, but is not there; try again`);
  return packageId;
};

const ended = async ({ api }: Connection, id: string): Promise<string> => {
  for (;;) {
    // Between the upload and its event's intake, the package is not known yet: an unknown id is a usage error elsewhere.
    const answer = await api.packages[":id"].$get({ param: { id } }).catch((error: unknown) => {
      if (error instanceof UsageError) return undefined;
      throw error;
    });
    const known = answer && ((await answer.json()) as PackageDetail);
    if (known && isTerminalState(known.state)) return known.state;
    await wait(WAIT_MS);
  }
};
