/// <reference path="../../../.sst/platform/config.d.ts" />

// What the team of examples/invoices would write, besides its choreography. Held to the same rules as the reference deployment.
export default $config({
  app: ({ stage }) => ({
    name: "torrent",
    home: "aws",
    removal: stage === "production" ? "retain" : "remove",
    protect: stage === "production",
    providers: { aws: { version: "7.20.0" } },
  }),
  async run() {
    const { Torrent } = await import("@torrent/sst");
    const { url } = new Torrent("Torrent", {
      choreography: "examples/invoices/torrent.config.ts",
      worker: { image: { context: ".", dockerfile: "packages/worker/Dockerfile" }, devCommand: "npm run -s worker" },
      tokens: new sst.Secret("ApiTokens"),
      dashboard: {
        path: "packages/web",
        build: { command: "npm run -s build", output: "dist/dashboard" },
        dev: { command: "npx vite --host 127.0.0.1", url: "http://127.0.0.1:5173" },
      },
    });
    return { url };
  },
});
