import { serve } from "../../../src/serve.ts";
import { files } from "../../support/api.ts";
import { createWorld } from "../../support/world.ts";
import { type Stage, setStage } from "./stage.ts";

/** Packages in every state that a page can show, which stand still: the real stages over toy passes, in memory. */
export interface Scene {
  stage: Stage;
  /** Some of it failed, some after retries; people are named in several components. */
  partial: string;
  /** Half way. */
  running: string;
  rejected: string;
}

const lines = [
  "hello from anna.berg@example.org",
  "ERROR upstream timed out",
  "password=summer2026 for anna.berg@example.org",
  "nothing to see",
];

export const setScene = async (): Promise<Scene> => {
  const world = createWorld();
  const rejected = await world.submit("not-an-archive.bin", "no package at all");
  await world.submit(
    "field-notes.zip",
    files(5, (n) => `note ${n}`),
  );
  const partial = await world.submit("source-drop.zip", [
    ...files(12, (n) => lines[n % lines.length] ?? ""),
    { name: "config/id_rsa", kind: "key", text: "POISON" },
    { name: "index/flaky.json", kind: "json", text: "FLAKY" },
  ]);
  await world.finish();
  const running = await world.submit(
    "nightly-logs.tar",
    files(40, (n) => (n % 9 === 4 ? "FLAKY" : (lines[n % lines.length] ?? ""))),
  );
  await world.step(["intake", "classify"]);
  await world.step(["light-standard"], 30);
  const stage = await setStage(async () => {
    const { url, close } = await serve({ cloud: world.cloud, choreography: world.choreography, port: 0 });
    return { url, stop: close };
  });
  return { stage, partial, running, rejected };
};
