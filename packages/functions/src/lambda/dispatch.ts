import { dispatchHandler } from "../dispatch.ts";
import { queueEntry } from "./compose.ts";
import { withWorkers } from "./fleet.ts";

export const composeWith = (tools: Parameters<typeof withWorkers>[2] = {}) =>
  queueEntry(dispatchHandler, {}, (base, env) => withWorkers(base, env.TORRENT_STAGE ?? "local", tools));
export const handler = composeWith()(process.env);
