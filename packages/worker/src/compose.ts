import { tmpdir } from "node:os";
import { passes } from "@torrent/analysis";
import { type Cloud, type Pipeline, parsePriority, registry, summarise, topology } from "@torrent/core/unstable";

type Environment = Record<string, string | undefined>;
interface CloudModule {
  connect?: (env: Environment) => Cloud | Promise<Cloud>;
  /** The id under which the fleet launched this very worker, where the cloud can tell. */
  ownWorkerId?: (env: Environment) => Promise<string | undefined>;
}

const cloudModule = async (env: Environment): Promise<{ name: string; module: CloudModule }> => {
  const name = env.TORRENT_CLOUD ?? "@torrent/core/aws";
  return { name, module: (await import(name)) as CloudModule };
};

/**
 * The worker's cloud. `TORRENT_CLOUD` names a module that exports `connect(env)`; without it the worker runs on AWS.
 */
export const connectCloud = async (env: Environment): Promise<Cloud> => {
  const { name, module } = await cloudModule(env);
  if (typeof module.connect !== "function") throw new Error(`${name} (TORRENT_CLOUD) exports no connect(env)`);
  return module.connect(env);
};

/** A worker beats under the id of its launch, so that it is not counted twice. */
export const ownId = async (env: Environment, cloud: Cloud): Promise<string> =>
  env.TORRENT_WORKER_ID ?? (await (await cloudModule(env)).module.ownWorkerId?.(env)) ?? cloud.random.id();

export const composeWorker = async (env: Environment): Promise<Pipeline> => ({
  cloud: await connectCloud(env),
  passes: registry(passes),
  rules: [],
  limits: topology.limits,
  scratchDir: tmpdir(),
  priority: parsePriority(env.TORRENT_PRIORITY),
  summarise,
});
