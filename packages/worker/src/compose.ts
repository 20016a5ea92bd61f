import { tmpdir } from "node:os";
import { type Cloud, type Pipeline, registry, topology } from "@torrent/core";
import { passes } from "./passes/index.ts";

type Environment = Record<string, string | undefined>;
type Connect = (env: Environment) => Cloud | Promise<Cloud>;

/**
 * The worker's cloud. `TORRENT_CLOUD` names a module that exports `connect(env)`; without it the worker runs on AWS.
 */
export const connectCloud = async (env: Environment): Promise<Cloud> => {
  const name = env.TORRENT_CLOUD ?? "@torrent/core/aws";
  const module = (await import(name)) as { connect?: Connect };
  if (typeof module.connect !== "function") throw new Error(`${name} (TORRENT_CLOUD) exports no connect(env)`);
  return module.connect(env);
};

export const composeWorker = async (env: Environment): Promise<Pipeline> => ({
  cloud: await connectCloud(env),
  passes: registry(passes),
  rules: [],
  limits: topology.limits,
  scratchDir: tmpdir(),
});
