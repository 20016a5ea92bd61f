/** Takes 1 GB of everything through `torrent run`, and reports MB/s of each pass, memory, and who did what. */
import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import tar from "tar-stream";
import { atLeast, atMost, type BenchResult, equals, round } from "./bench.ts";
import { content } from "./mixed/content.ts";

const MIB = 2 ** 20;
const SAMPLE_MS = 500;
/** A smaller share for a try: `TORRENT_MIXED_SHARE=0.02`. */
const share = Number(process.env.TORRENT_MIXED_SHARE ?? 1);

/** What is heavy by itself is larger than this package; a deployment's own rule sends its databases and binaries to the worker. */
const config = fileURLToPath(new URL("mixed/heavy.config.ts", import.meta.url));

const write = async (path: string): Promise<void> => {
  const pack = tar.pack();
  const writing = pipeline(pack, createWriteStream(path));
  for (const file of content(share))
    await pipeline(
      Readable.from(file.chunks()),
      pack.entry({ name: file.name, size: file.bytes, mtime: new Date(1.77e12) }),
    );
  pack.finalize();
  await writing;
};

/** Resident bytes of a process and all below it; what they share (Node's own code) is counted once. */
const residentOf = async (root: number): Promise<{ processes: number; bytes: number }> => {
  const parents = new Map<number, number>();
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const line = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
    const parent = Number(line.slice(line.lastIndexOf(")") + 2).split(" ")[1]);
    if (parent) parents.set(Number(name), parent);
  }
  const isBelow = (pid: number | undefined): boolean => pid === root || (!!pid && isBelow(parents.get(pid)));
  const family = [...parents.keys()].filter(isBelow);
  let bytes = 0;
  for (const pid of family) {
    const pages = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
    bytes += Number(/^Pss:\s+(\d+)/m.exec(pages)?.[1] ?? 0) * 1024;
  }
  return { processes: family.length, bytes };
};

interface Pass {
  pass: string;
  tasks: number;
  heavy: number;
  bytes: number;
  seconds: number;
}

interface Ran {
  status: string;
  components: number;
  seconds: number;
  passes: Pass[];
}

interface Peak {
  /** Of the command itself, and of it with its workers. */
  own: number;
  all: number;
}

const torrent = async (path: string, data: string): Promise<{ ran: Ran; seconds: number; peak: Peak }> => {
  const bin = fileURLToPath(new URL("../packages/cli/bin/torrent.js", import.meta.url));
  const flags = ["--conditions=@torrent/source", "--disable-warning=ExperimentalWarning"];
  const start = performance.now();
  const child = spawn(process.execPath, [...flags, bin, "run", path, "--json", "--data", data, "--config", config], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const peak: Peak = { own: 0, all: 0 };
  const timer = setInterval(async () => {
    const { bytes } = await residentOf(child.pid ?? 0).catch(() => ({ bytes: 0 }));
    peak.all = Math.max(peak.all, bytes);
    const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
    peak.own = Math.max(peak.own, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024);
  }, SAMPLE_MS);
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    stdout += part;
  });
  await new Promise((resolve) => child.once("close", resolve));
  clearInterval(timer);
  const [ran] = (JSON.parse(stdout) as { packages: Ran[] }).packages;
  if (!ran) throw new Error("torrent run printed no package");
  return { ran, seconds: (performance.now() - start) / 1000, peak };
};

export const run = async (): Promise<BenchResult> => {
  const dir = await mkdtemp(join(tmpdir(), "torrent-mixed-"));
  try {
    const path = join(dir, "mixed.tar");
    await write(path);
    const { size } = await stat(path);
    const { ran, seconds, peak } = await torrent(path, process.env.TORRENT_MIXED_DATA ?? join(dir, "data"));
    const rows = ran.passes.map((pass) => ({
      pass: pass.pass,
      tasks: pass.tasks,
      light: pass.tasks - pass.heavy,
      heavy: pass.heavy,
      MB: round(pass.bytes / 1e6),
      seconds: round(pass.seconds),
      MBps: round(pass.bytes / 1e6 / pass.seconds),
    }));
    const light = rows.reduce((sum, row) => sum + row.light, 0);
    const heavy = rows.reduce((sum, row) => sum + row.heavy, 0);
    rows.push({
      pass: "the package",
      tasks: light + heavy,
      light,
      heavy,
      MB: round(size / 1e6),
      seconds: round(seconds),
      MBps: round(size / 1e6 / seconds),
    });
    return {
      rows,
      targets: [
        equals("packages complete", ran.status === "complete" ? 1 : 0, 1),
        atMost("peak RSS of torrent run, MB", round(peak.own / MIB), 1024),
        atMost("peak memory with its worker processes, MB", round(peak.all / MIB), 1024),
        atLeast("tasks in functions", light, 1),
        atLeast("tasks in a worker process", heavy, 1),
      ],
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};
