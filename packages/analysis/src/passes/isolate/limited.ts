import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { CHILD } from "./program.ts";

/**
 * Address space that V8 reserves for code in the two isolates of a child (512 MB each), with threads' stacks. It counts
 * towards the limit of data though almost none of it is ever touched, and no input can use it.
 */
const RESERVED_MB = 1280;
/** What a child that has parsed nothing keeps resident, with room for the parsers' own code. */
const RESIDENT_MB = 160;
/** Processor time of one child over all its inputs; what none can use up before it is replaced. */
export const PROCESSOR_SECONDS = 3600;
/** Deep documents are errors of the parser, not overflows of the native stack, which has 8 MB. */
const STACK_KB = 3900;

const SHELL = "/bin/sh";
/**
 * Limits that the operating system holds, then the program itself in the shell's place: no core dumps, no files
 * written, processor time, memory (`RLIMIT_DATA` counts every private mapping). Where memory runs out all the same,
 * the system is to take the child and not its parent. A limit that this system lacks is passed over.
 */
const LIMITED = `{
  echo 1000 >/proc/self/oom_score_adj
  ulimit -s 8192; ulimit -c 0; ulimit -f 0; ulimit -t "$1"; ulimit -d "$2"
} 2>/dev/null
shift 2
exec "$@"`;

const CONDITION = /^(--conditions|-C)(=|$)/;
/** How modules are resolved from source: the child has to find the same ones. */
const conditions = (): string[] =>
  process.execArgv.filter(
    (argument, at, all) => CONDITION.test(argument) || ["--conditions", "-C"].includes(all[at - 1] ?? ""),
  );

/** What Node needs to start, and what its answers depend on. */
const KEPT = ["NODE_COMPILE_CACHE", "LD_LIBRARY_PATH", "SystemRoot", "TMPDIR", "TEMP", "TZ", "LANG", "LC_ALL"];
/** The rest of the parent's environment stays with the parent: it holds credentials. */
const environment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(KEPT.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));

/**
 * Starts a child for one module, in a session of its own: a terminal's Ctrl-C reaches the parent only, which decides.
 * `memoryMB` limits the heap, and once more what is held outside of it.
 */
export const spawnLimited = (module: URL, memoryMB: number): ChildProcess => {
  const resident = (2 * memoryMB + RESIDENT_MB) * 2 ** 20;
  const limited = process.platform !== "win32" && existsSync(SHELL);
  const node = [
    process.execPath,
    `--max-old-space-size=${memoryMB}`,
    ...(limited ? [`--stack-size=${STACK_KB}`] : []),
    "--disable-warning=ExperimentalWarning",
    ...conditions(),
    "--eval",
    CHILD,
    module.href,
    String(resident),
  ];
  const dataKB = (2 * memoryMB + RESERVED_MB) * 1024;
  const [command = "", ...parameters] = limited
    ? [SHELL, "-c", LIMITED, "sh", String(PROCESSOR_SECONDS), String(dataKB), ...node]
    : node;
  return spawn(command, parameters, {
    // Descriptor 4 is the line of life: see the child's watchdog.
    stdio: ["ignore", "ignore", "pipe", "ipc", "pipe"],
    serialization: "advanced",
    detached: true,
    windowsHide: true,
    env: environment(),
  });
};
