import { availableParallelism } from "node:os";
import { choreographyFrom, siblingModule } from "@torrent/core/unstable";
import { connectCloud, ownId } from "./compose.ts";
import { threadExecutor } from "./executor.ts";
import { workLoop } from "./loop.ts";

/** The container's entry point, and the embedded fleet's child process: the same file. */
const { env } = process;
const choreography = await choreographyFrom(env);
const { topology } = choreography;
const cloud = await connectCloud(env, choreography);
const stop = new AbortController();
for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => stop.abort());

const slots = Number(env.TORRENT_WORKER_SLOTS ?? availableParallelism());
const executor = threadExecutor({
  entry: siblingModule("./thread", import.meta.url),
  memoryMB: Math.floor((topology.fleet.memoryMB * 0.8) / slots),
  timeoutSeconds: topology.queues["heavy-standard"].timeout,
  signal: stop.signal,
});
const id = await ownId(env, cloud);
cloud.log("info", "worker-started", { id, slots });
const { done } = await workLoop(cloud, topology, {
  id,
  slots,
  idleSeconds: Number(env.TORRENT_WORKER_IDLE_SECONDS ?? topology.fleet.idleSeconds),
  signal: stop.signal,
  execute: (message, attempt) => executor.run({ message, attempt }),
});
await executor.close();
cloud.log("info", "worker-ended", { id, done });
process.exit(0);
