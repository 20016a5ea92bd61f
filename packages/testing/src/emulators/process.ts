import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

const START_MS = 10_000;
const LOOK_MS = 10;

/** A port of loopback that was free a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object"
          ? resolve(address.port)
          : reject(new Error("No port of loopback is free")),
      );
    });
  });

const answers = async (url: string): Promise<boolean> => {
  try {
    await (await fetch(url)).arrayBuffer();
    return true;
  } catch {
    return false;
  }
};

const ended = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Starts a server and waits until it answers; it dies with this process. */
export const startServer = async (
  command: string,
  args: readonly string[],
  url: string,
): Promise<{ stop(): Promise<void> }> => {
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"] });
  const exited = new Promise<void>((resolve) => child.once("close", () => resolve()));
  let complaint = "";
  child.stderr.on("data", (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-2000);
  });
  child.once("error", (error) => {
    complaint = error.message;
  });
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  const stop = async (): Promise<void> => {
    process.off("exit", kill);
    kill();
    await exited;
  };
  const until = performance.now() + START_MS;
  while (!(await answers(url))) {
    if (ended(child) || child.pid === undefined || performance.now() > until) {
      if (child.pid !== undefined) await stop();
      throw new Error(`${command} does not answer at ${url}: ${complaint.trim()}`);
    }
    await wait(LOOK_MS);
  }
  if (ended(child)) throw new Error(`${command} ended, and something else answers at ${url}: ${complaint.trim()}`);
  return { stop };
};
