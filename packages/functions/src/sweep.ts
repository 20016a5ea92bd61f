import { type Pipeline, type Swept, sweep } from "@torrent/core/unstable";

export const sweepHandler = (pipeline: Pipeline) => (): Promise<Swept> => sweep(pipeline);
