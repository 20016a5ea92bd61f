import { expect, it } from "vitest";
import { defineChoreography } from "../../src/choreography/define-choreography.ts";
import { definePass } from "../../src/choreography/define-pass.ts";
import { lines } from "../../src/decomposers/lines.ts";
import { composePipeline } from "../../src/stages/compose-pipeline.ts";
import { memoryCloud } from "../../src/testing/memory/index.ts";

const limited = definePass({ name: "ask", version: 1, needs: { limits: ["bureau"] }, run: async () => ({}) });
const free = definePass({ name: "ask", version: 1, run: async () => ({}) });

const composed = (ask: typeof limited | typeof free) =>
  composePipeline(
    defineChoreography({
      name: "limited",
      decompose: lines("question"),
      passes: [ask],
      limits: { bureau: { perMinute: 600 } },
    }),
    memoryCloud(),
    { scratchDir: "/nowhere" },
  );

it("does not start a pipeline whose pass needs a limit, because nothing would hold it to the limit", () => {
  expect(() => composed(limited)).toThrow(/Pass "ask" needs the limit "bureau".*does not enforce them yet/);
  expect(() => composed(free)).not.toThrow();
});
