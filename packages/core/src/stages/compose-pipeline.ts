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

/** A choreography over a cloud: what every stage function takes. Nothing heavy is loaded by it. */
export const composePipeline = (choreography: Choreography, cloud: Cloud, options: ComposeOptions): WholePipeline => {
  const { scratchDir, secrets = noSecrets, summarise = true } = options;
  const pipeline: WholePipeline = { ...choreography, cloud, scratchDir, secrets };
  return summarise ? { ...pipeline, summarise: summariser(pipeline) } : pipeline;
};
