/// <reference path="./.sst/platform/config.d.ts" />

export default $config({
  app: ({ stage }) => ({
    name: "{{name}}",
    home: "aws",
    removal: stage === "production" ? "retain" : "remove",
    protect: stage === "production",
    providers: { aws: { version: "7.20.0" } },
  }),
  async run() {
    const { Torrent } = await import("@torrent/sst");
    const { url } = new Torrent("{{component}}", {
      choreography: "./torrent.config.ts",
      worker: { image: { context: ".", dockerfile: "Dockerfile" } },
      tokens: new sst.Secret("ApiTokens"),
      dashboard: false,
    });
    return { url };
  },
});
