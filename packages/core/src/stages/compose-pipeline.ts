import type { Choreography } from "../choreography/define-choreography.ts";
import type { Cloud } from "../ports/cloud.ts";
import { summariser } from "./aggregate/summarise.ts";
import type { Secrets, WholePipeline } from "./pipeline.ts";

export interface ComposeOptions {
  /** A folder for what does not fit in memory. */
  scratchDir: string;
  /** @default every secret is missing, and reading one throws */
  secrets?: Secrets;
  /** Adds up groups of components as they fill; for those that perform tasks. @default true */
  summarise?: boolean;
}

const noSecrets: Secrets = (name) => {
  throw Object.assign(new Error(`The secret "${name}" is not set in this deployment`), { kind: "missing-secret" });
};

/** Running over a limit would harm whoever set it, so a pipeline that cannot hold one does not start. */
const refuseLimits = ({ passes }: Choreography): void => {
  for (const pass of passes.values()) {
    const [limit] = pass.needs.limits ?? [];
    if (limit !== undefined)
      throw new TypeError(
        `Pass "${pass.name}" needs the limit "${limit}", and this version of Torrent checks limits but does not enforce them yet; bound the pass with topology.heavy.maxWorkers instead and remove needs.limits`,
      );
  }
};

/**
 * A choreography over a cloud: what every stage function takes. Nothing heavy is loaded by it.
 *
 * @throws TypeError if a pass needs a limit, because no adapter enforces limits yet.
 */
export const composePipeline = (choreography: Choreography, cloud: Cloud, options: ComposeOptions): WholePipeline => {
  refuseLimits(choreography);
  const { scratchDir, secrets = noSecrets, summarise = true } = options;
  const pipeline: WholePipeline = { ...choreography, cloud, scratchDir, secrets };
  return summarise ? { ...pipeline, summarise: summariser(pipeline) } : pipeline;
};
