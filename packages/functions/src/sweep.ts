import { type Cloud, type Swept, sweep } from "@torrent/core";
import { pipelineOf } from "./pipeline.ts";

export const sweepHandler = (cloud: Cloud) => {
  const pipeline = pipelineOf(cloud);
  return (): Promise<Swept> => sweep(pipeline);
};
