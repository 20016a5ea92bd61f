import { type Cloud, defineChoreography, definePass, definePriority } from "@torrent/core/unstable";
import { archives } from "@torrent/decompose";
import { handlersOf } from "@torrent/functions";

/** What one task takes; waiting and not computing, so that the queues are measured and not the machine. */
const TASK_MS = 5;

const steady = definePass({
  name: "steady",
  version: 1,
  estimate: () => ({ seconds: TASK_MS / 1000, memoryMB: 64 }),
  run: async () => {
    await new Promise((resolve) => setTimeout(resolve, TASK_MS));
  },
});

/** One pass of a known length; without lanes nothing is ever urgent. */
const choreography = defineChoreography({
  name: "lanes",
  decompose: archives(),
  passes: [steady],
  priority: definePriority({
    version: "bench",
    factors: { urgency: 80, waiting: 20 },
    urgentFrom: process.env.TORRENT_BENCH_LANES === "0" ? 101 : 60,
  }),
});

/** The choreography's handlers, which log how long each task stood in its queue. */
export const handlers = (cloud: Cloud) => {
  const all = handlersOf(choreography, cloud);
  return {
    ...all,
    analyze: (...[event, context]: Parameters<typeof all.analyze>) => {
      for (const { body, attributes } of event.Records)
        cloud.log("info", "taken", {
          packageId: (JSON.parse(body) as { packageId: string }).packageId,
          waitedMs: Date.now() - Number(attributes.SentTimestamp),
        });
      return all.analyze(event, context);
    },
  };
};
