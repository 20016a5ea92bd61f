import { tmpdir } from "node:os";
import {
  type Choreography,
  type Cloud,
  choreographyFrom,
  composePipeline,
  secretsFrom,
  type WholePipeline,
} from "@torrent/core/unstable";

type Environment = Record<string, string | undefined>;
interface CloudModule {
  connect?: (env: Environment, choreography: Choreography) => Cloud | Promise<Cloud>;
  /** The id under which the fleet launched this worker, if the cloud knows it. */
  ownWorkerId?: (env: Environment) => Promise<string | undefined>;
}

const cloudModule = async (env: Environment): Promise<{ name: string; module: CloudModule }> => {
  const name = env.TORRENT_CLOUD ?? "@torrent/core/aws";
  return { name, module: (await import(name)) as CloudModule };
};

/**
 * The worker's cloud. `TORRENT_CLOUD` names a module that exports `connect(env)`; without it the worker runs on AWS.
 */
export const connectCloud = async (env: Environment, choreography: Choreography): Promise<Cloud> => {
  const { name, module } = await cloudModule(env);
  if (typeof module.connect !== "function") throw new Error(`${name} (TORRENT_CLOUD) exports no connect(env)`);
  return module.connect(env, choreography);
};

/** A worker beats under the id of its launch, so that it is not counted twice. */
export const ownId = async (env: Environment, cloud: Cloud): Promise<string> =>
  env.TORRENT_WORKER_ID ?? (await (await cloudModule(env)).module.ownWorkerId?.(env)) ?? cloud.random.id();

/** The choreography that the environment names (`TORRENT_CONFIG`), over the worker's cloud. */
export const composeWorker = async (env: Environment): Promise<WholePipeline> => {
  const choreography = await choreographyFrom(env);
  const cloud = await connectCloud(env, choreography);
  return composePipeline(choreography, cloud, { scratchDir: tmpdir(), secrets: secretsFrom(env) });
};
