import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isTerminalState, type PackageRow, packageId } from "@torrent/core/unstable";
import { type EmbeddedCloud, embeddedCloud, startRunner } from "@torrent/local";
import { pack } from "tar-stream";

/** Seen to the hundredth of a second; looking costs one row. */
const LOOK_MS = 10;
const LIMIT_MS = 1_800_000;

/** A log of half a kilobyte with an attack and a key in it; every one is different, so that no result is reused. */
const log = (n: number): string => {
  const at = (second: number): string => `[05/Jan/2026:09:${String(n % 60).padStart(2, "0")}:0${second} +0000]`;
  const host = `10.${n % 200}.${n % 89}.7`;
  return [
    `${host} - - ${at(0)} "GET /index.html HTTP/1.1" 200 1043 "-" "curl/8.5"`,
    `${host} - - ${at(1)} "GET /item?id=${n}%27%20UNION%20SELECT%20password%20FROM%20users-- HTTP/1.1" 500 12 "-" "sqlmap/1.8"`,
    `${host} - - ${at(2)} "GET /../../../../etc/passwd HTTP/1.1" 404 9 "-" "curl/8.5"`,
    `debug: session of user-${n % 4000}@example.org, aws_access_key_id=AKIA${String(n).padStart(16, "Q7ZX")}`,
    "",
  ].join("\n");
};

/** One tar of so many small files, made as it is read. */
const delivery = (components: number): AsyncIterable<Uint8Array> => {
  const tar = pack();
  const write = async (): Promise<void> => {
    for (let n = 0; n < components; n += 1)
      await new Promise<void>((resolve, reject) => {
        tar.entry({ name: `access-${n}.log` }, log(n), (error) => (error ? reject(error) : resolve()));
      });
    tar.finalize();
  };
  write().catch((error: Error) => tar.destroy(error));
  return tar as AsyncIterable<Uint8Array>;
};

const ended = async (cloud: EmbeddedCloud, id: string): Promise<PackageRow> => {
  for (const started = Date.now(); Date.now() - started < LIMIT_MS; ) {
    const row = await cloud.packages.read(id);
    if (row && isTerminalState(row.state)) return row;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  throw new Error(`The pipeline did not end in ${LIMIT_MS / 60_000} minutes`);
};

/** The moment just before the last task was settled. */
const lastSettlement = async (cloud: EmbeddedCloud, id: string): Promise<number> => {
  let last = 0;
  for await (const { receipts } of cloud.tally.components(id, 1))
    for (const { at = 0 } of receipts.values()) last = Math.max(last, at);
  return last;
};

/**
 * A package through the whole embedded pipeline: its event sources, its threads, its passes. Seconds from the last
 * settlement until a reader of the package sees that it has ended, all files of the report written; the last group's
 * summary, the completion message and its way through the queue are in it.
 */
export const wholePipeline = async (components: number) => {
  const dataDir = await mkdtemp(join(tmpdir(), "torrent-bench-whole-"));
  const cloud = embeddedCloud({ dataDir });
  let runner: Awaited<ReturnType<typeof startRunner>> | undefined;
  try {
    const { bucket } = cloud.objects;
    const { etag, version = etag } = await cloud.objects.put("inbox/logs.tar", delivery(components));
    process.env.TORRENT_CONFIG = new URL("../../torrent.config.ts", import.meta.url).href;
    runner = await startRunner({ cloud, handlersModule: new URL(import.meta.resolve("@torrent/functions")) });
    const { id, state, totals } = await ended(cloud, packageId(bucket, "inbox/logs.tar", version));
    const seenAt = Date.now();
    if (state !== "complete") throw new Error(`The package ended as ${state}`);
    return { seconds: (seenAt - (await lastSettlement(cloud, id))) / 1000, findings: totals?.counts.findings ?? 0 };
  } finally {
    await runner?.stop();
    await cloud.close();
    await rm(dataDir, { recursive: true, force: true });
  }
};
