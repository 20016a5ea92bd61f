/// <reference path="./.sst/platform/config.d.ts" />

export default $config({
  async app({ stage }) {
    const { permanent = false } = (await import("./infra/stage.ts")).settingsOf(stage);
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
    const { torrent } = await import("./infra/torrent.ts");
    return { url: torrent.url, alarms: torrent.topic };
  },
});
