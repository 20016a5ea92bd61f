import { type Cloud, definePass, parsePriority } from "@torrent/core/unstable";
import { decompose } from "@torrent/decompose";
import * as stage from "@torrent/functions/handlers";

/** What one task takes; waiting and not computing, so that the queues are measured and not the machine. */
const TASK_MS = 5;

const steady = definePass({
  name: "steady",
  version: 1,
  accepts: () => true,
  estimate: () => ({ seconds: TASK_MS / 1000, memoryMB: 64 }),
  run: async () => {
    await new Promise((resolve) => setTimeout(resolve, TASK_MS));
    return {};
  },
});

/** The deployment's handlers with one pass of a known length, which log how long each task stood in its queue. */
export const handlers = (cloud: Cloud) => {
  const priority = parsePriority(process.env.TORRENT_PRIORITY);
  const bare = stage.pipelineOf(cloud, { passes: [steady], priority });
  const analyze = stage.analyzeHandler(bare);
  return {
    intake: stage.intakeHandler(stage.pipelineOf(cloud, { decompose, priority })),
    classify: stage.classifyHandler(bare),
    analyze: (...[event, context]: Parameters<typeof analyze>) => {
      for (const { body, attributes } of event.Records)
        cloud.log("info", "taken", {
          packageId: (JSON.parse(body) as { packageId: string }).packageId,
          waitedMs: Date.now() - Number(attributes.SentTimestamp),
        });
      return analyze(event, context);
    },
    aggregate: stage.aggregateHandler(bare),
    dispatch: stage.dispatchHandler(bare),
    bury: stage.buryHandler(bare),
    sweep: stage.sweepHandler(bare),
  };
};
