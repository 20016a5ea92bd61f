/// <reference path="./.sst/platform/config.d.ts" />

/** Stages that people rely on: kept by `sst remove`, their data protected. Every other stage is somebody's own. */
const permanentStages = ["production", "staging"];

export default $config({
  app({ stage }) {
    const permanent = permanentStages.includes(stage);
    return {
      name: "torrent",
      home: "aws",
      removal: permanent ? "retain" : "remove",
      protect: permanent,
      providers: {
        aws: { version: "7.20.0", defaultTags: { tags: { app: "torrent", stage } } },
      },
    };
  },
  async run() {
    const { router } = await import("./infra/web.ts");
    await import("./infra/functions.ts");
    const { topic } = await import("./infra/alarms.ts");
    return { url: router.url, alarms: topic.arn };
  },
});
