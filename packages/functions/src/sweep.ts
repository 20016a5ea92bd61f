import { type Swept, sweep } from "@torrent/core/sweep";
import type { Pipeline } from "@torrent/core/unstable";

export const sweepHandler = (pipeline: Pipeline) => (): Promise<Swept> => sweep(pipeline);
