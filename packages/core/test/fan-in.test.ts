import { describe, expect, it } from "vitest";
import { TerminalError } from "../src/errors.ts";
import { sweep } from "../src/stages/watch/sweep.ts";
import { memoryCloud } from "../src/testing/memory/index.ts";
import { deliver, drive, idle, outcomeOf, pipelineOver, shouting, takeIn } from "./drive.ts";

/** Fails on lines that say so. */
const failsOn = (word: string, { name, required = true }: { name: string; required?: boolean }) =>
  idle(name, {
    required,
    async run(context) {
      if (new TextDecoder().decode(await context.whole()).includes(word)) throw new TerminalError("bad", "bad line");
      return {};
    },
  });

describe("what a package ends as follows from its policy alone", () => {
  it("an optional pass that fails is reported, and the package is complete", async () => {
    const passes = [shouting, failsOn("x", { name: "extra", required: false })];
    const { cloud, row } = await deliver("x\nx", { passes });
    expect(row.state).toBe("complete");
    expect((await outcomeOf(cloud, row.id)).failures).toMatchObject({ total: 2, first: [{ pass: "extra" }, {}] });
  });

  it("a required pass that fails makes it partial", async () => {
    const { row } = await deliver("x\ny", { passes: [failsOn("x", { name: "must" })] });
    expect(row.state).toBe("partial");
  });

  it.each([
    ["24", "partial"],
    ["25", "complete"],
  ])("of four required tasks one fails, and %s percent are tolerated: %s", async (percent, state) => {
    const { row } = await deliver("x\ny\ny\ny", {
      passes: [failsOn("x", { name: "must" })],
      metadata: { "tolerate-failed-percent": percent },
    });
    expect(row.state).toBe(state);
  });

  it("optional failures do not count against the percentage", async () => {
    const passes = [failsOn("x", { name: "must" }), failsOn("y", { name: "extra", required: false })];
    const { row } = await deliver("x\ny\ny\ny", { passes, metadata: { "tolerate-failed-percent": "25" } });
    expect(row.state).toBe("complete");
  });

  it("nothing succeeded: failed", async () => {
    const { row } = await deliver("x\nx", { passes: [failsOn("x", { name: "must" })] });
    expect(row.state).toBe("failed");
  });

  it.each([
    ["", "partial"],
    ["50", "complete"],
  ])("half was done at the sender's own deadline, with %j percent tolerated: %s", async (percent, state) => {
    const cloud = memoryCloud();
    const pipeline = pipelineOver(cloud);
    const metadata = { "deadline-hours": "2", ...(percent ? { "tolerate-failed-percent": percent } : {}) };
    await takeIn(pipeline, cloud, "A\nB", metadata);
    await drive(pipeline, cloud, { without: ["light-standard", "light-urgent"] });
    const [lost] = await cloud.queues.receive("light-standard", { max: 1, visibilitySeconds: 30, waitSeconds: 0 });
    await cloud.queues.acknowledge("light-standard", [lost?.receipt ?? expect.fail("nothing was sent")]);
    await drive(pipeline, cloud);
    await cloud.clock.advance(2 * 3_600_000);
    expect((await sweep(pipeline)).expired).toHaveLength(1);
    await drive(pipeline, cloud);
    const [row] = (await cloud.packages.list({ limit: 1 })).packages;
    expect(row).toMatchObject({ state, totals: { succeeded: 1, expired: 1 } });
  });
});
