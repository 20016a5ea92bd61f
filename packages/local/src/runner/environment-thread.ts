import { parentPort, workerData } from "node:worker_threads";
import { embeddedCloud } from "../cloud.ts";
import type { EnvironmentData, FromEnvironment, ToEnvironment } from "./environment.ts";
import { contextOf, loadHandlers, overJson } from "./invocation.ts";

/** The inside of one execution environment: its own cloud on the same data folder, and the handlers over it. */
const { handlersModule, dataDir } = workerData as EnvironmentData;
const port = parentPort;
if (!port) throw new Error("environment-thread.ts runs in a worker thread only");
const tell = (message: FromEnvironment): void => port.postMessage(message);

const cloud = embeddedCloud({
  dataDir,
  log: (level, event, fields) => tell({ type: "log", level, event, ...(fields ? { fields } : {}) }),
});
cloud.wake.onRing((queue) => tell({ type: "rang", queue }));
const handlers = await loadHandlers(handlersModule, cloud);

const errorOf = (error: unknown): FromEnvironment => {
  if (!(error instanceof Error)) return { type: "error", name: "Error", message: String(error) };
  const kind = "kind" in error && typeof error.kind === "string" ? { kind: error.kind } : {};
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  return { type: "error", name: error.name, message: error.message, ...kind, ...code };
};

/** Then nothing holds the thread but what it waits for before it exits. */
const leave = async (): Promise<void> => {
  await cloud.close();
  port.close();
};

port.on("message", async (invocation: ToEnvironment) => {
  if ("end" in invocation) return leave();
  try {
    const answer = await handlers[invocation.stage](invocation.event, contextOf(invocation, Date.now()));
    tell({ type: "answer", json: overJson(answer) });
  } catch (error) {
    tell(errorOf(error));
  }
});
tell({ type: "ready" });
