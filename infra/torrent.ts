import { Torrent } from "@torrent/sst";
import { settingsOf } from "./stage.ts";

export const torrent = new Torrent("Torrent", {
  permanent: false,
  ...settingsOf($app.stage),
  choreography: "torrent.config.ts",
  handlers: "infra/entries",
  worker: {
    image: { context: ".", dockerfile: "packages/worker/Dockerfile" },
    devCommand: "npm run -s worker",
  },
  tokens: new sst.Secret("ApiTokens"),
  dashboard: {
    path: "packages/web",
    build: { command: "npm run -s build", output: "dist/dashboard" },
    dev: { command: "npx vite --host 127.0.0.1", url: "http://127.0.0.1:5173" },
  },
});
