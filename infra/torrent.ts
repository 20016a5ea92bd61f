import { queueNames, queueSpec, topology } from "@torrent/core";
import { Torrent } from "@torrent/sst";
import { environmentFor, settingsOf } from "./stage.ts";

const { rules, estimates, priority, aggregation, permanent = false, ...settings } = settingsOf($app.stage);

/** The reference choreography, as far as infrastructure depends on it. */
const choreography = {
  name: "reference",
  topology: {
    ...topology,
    queues: Object.fromEntries(
      queueNames.map((name) => {
        const { stage: consumer, ...spec } = queueSpec(name);
        return [name, { consumer, ...spec }];
      }),
    ),
  },
  passes: [],
};

export const torrent = new Torrent("Torrent", {
  ...settings,
  permanent,
  choreography,
  handlers: "packages/functions/src/lambda",
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
  environment: environmentFor({ rules, estimates, priority, aggregation }),
});
