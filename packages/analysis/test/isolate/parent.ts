import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";

const program = new URL("./modules/parent.ts", import.meta.url);

export interface Parent {
  /** Process id of its parser, which computes without end. */
  child: number;
  /** Ends the parent as roughly as can be. */
  end(): Promise<unknown>;
}

/** A process that has ended may be listed until its parent ends too. */
export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return process.platform !== "linux" || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return false;
  }
};

/** Starts a parser from another process or thread. */
export const startParent = async (kind: string): Promise<Parent> => {
  if (kind === "thread") {
    const worker = new Worker(program);
    const [child] = await once(worker, "message");
    return { child, end: () => worker.terminate() };
  }
  const parent = spawn(process.execPath, ["--conditions=@torrent/source", fileURLToPath(program)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(parent.stdout, "data");
  return {
    child: Number(line),
    end() {
      const ended = once(parent, "exit");
      parent.kill("SIGKILL");
      return ended;
    },
  };
};
