import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { atLeast, atMost, type BenchResult, round } from "./bench.ts";

const command = fileURLToPath(new URL("../packages/cli/bin/torrent.js", import.meta.url));
/** The middle size tells growth without what every run pays once: start-up of the process, its threads and their passes. */
const sizes = [100, 1_000, 10_000] as const;
const SAMPLE_MS = 100;

/** A log of a few hundred bytes, each different, so that no result is reused. */
const component = (n: number): string =>
  Array.from(
    { length: 8 },
    (_, line) =>
      `2026-01-05T09:${String(line).padStart(2, "0")}:00 host${n % 7} app[${n}]: user u${n} from 10.0.${n % 256}.${line} status ${line}`,
  ).join("\n");

/** Peak resident memory of a process, from the kernel's own account; its threads are in it. */
const peakMB = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
};

/** Seconds of processor time that a process and its threads have used; ticks are hundredths on Linux. */
const cpuSeconds = async (pid: number): Promise<number> => {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const [user = 0, system = 0] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13)
    .map(Number);
  return (user + system) / 100;
};

interface Run {
  components: number;
  tasks: number;
  seconds: number;
  /** Of the whole process, start to end. */
  wall: number;
  cpu: number;
  rssMB: number;
}

const runOnce = async (dir: string, components: number): Promise<Run> => {
  const folder = join(dir, `package-${components}`);
  await mkdir(folder);
  for (let n = 0; n < components; n += 1) await writeFile(join(folder, `${n}.log`), component(n));
  const started = performance.now();
  const args = ["--conditions=@torrent/source", "--disable-warning=ExperimentalWarning", command];
  const child = spawn(process.execPath, [...args, "run", folder, "--json", "--data", join(dir, `data-${components}`)], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  let rssMB = 0;
  let cpu = 0;
  const sampling = setInterval(async () => {
    rssMB = Math.max(rssMB, await peakMB(child.pid ?? 0));
    cpu = Math.max(cpu, await cpuSeconds(child.pid ?? 0));
  }, SAMPLE_MS);
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  await new Promise((resolve) => child.once("close", resolve));
  clearInterval(sampling);
  const [one] = (JSON.parse(out) as { packages: { seconds: number; tasks: { expected: number } }[] }).packages;
  if (!one) throw new Error("torrent run reported no package");
  return {
    components,
    tasks: one.tasks.expected,
    seconds: one.seconds,
    wall: (performance.now() - started) / 1000,
    cpu,
    rssMB,
  };
};

/** A package of small components through `torrent run`: throughput, memory, growth. */
export const run = async (): Promise<BenchResult> => {
  const dir = await mkdtemp(join(tmpdir(), "torrent-bench-"));
  try {
    const runs: Run[] = [];
    for (const size of sizes) runs.push(await runOnce(dir, size));
    const [small, middle, large] = runs;
    if (!small || !middle || !large) throw new Error("A size is missing");
    // Processor seconds, because the machine is shared; above what the smallest run took, because every run pays for its
    // start: reading the code, opening threads, compiling the pattern tables.
    const marginal = (run: Run) => (run.cpu - small.cpu) / (run.tasks - small.tasks);
    return {
      rows: runs.map((one) => ({
        components: one.components,
        tasks: one.tasks,
        seconds: round(one.seconds),
        "process seconds": round(one.wall),
        "processor seconds": round(one.cpu),
        "tasks/s": round(one.tasks / one.seconds),
        "peak RSS MB": round(one.rssMB),
      })),
      targets: [
        atLeast("tasks/s, 10,000 components × 3 passes, end to end", round(large.tasks / large.wall), 300),
        atMost("peak RSS, MB", round(large.rssMB), 600),
        atMost(
          "marginal processor time per task, 10,000 components against 1,000",
          round(marginal(large) / marginal(middle)),
          1.25,
        ),
      ],
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};
