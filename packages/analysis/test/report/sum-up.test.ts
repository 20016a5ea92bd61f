import { redrive } from "@torrent/core/operations";
import { addUp, finishRound, ROUND_SUM_VERSION } from "@torrent/core/reducing";
import { type MemoryCloud, memoryCloud } from "@torrent/core/testing/memory";
import { keys, TerminalError, type WholePipeline } from "@torrent/core/unstable";
import { describe, expect, it } from "vitest";
import { drive, takeIn } from "../../../core/test/drive.ts";
import { reducer } from "../../src/report/reducer.ts";
import { ReportFinding } from "../../src/report/schema.ts";
import { REDUCER_VERSION } from "../../src/version.ts";
import { deliver, passOf, pipelineOver, reportOf, shout, textOf } from "./deliver.ts";

const SUM_VERSION = `${ROUND_SUM_VERSION}.${REDUCER_VERSION}`;

const COMPONENTS = 230;
const text = Array.from({ length: COMPONENTS }, (_, at) => (at % 3 === 0 ? `FIRE ${at}` : `quiet ${at}`)).join("\n");

const summaries = async (cloud: MemoryCloud): Promise<string[]> =>
  (await cloud.objects.list("summaries/")).objects.map(({ key }) => key);

/** The report as it would be made now, and the lines of its findings. */
const made = async (cloud: MemoryCloud, pipeline: WholePipeline, id: string) => {
  const row = await cloud.packages.read(id);
  if (!row) throw new Error(`No package ${id}`);
  let lines = "";
  const fold = await addUp(pipeline, row, async (chunk) => {
    lines += new TextDecoder().decode(chunk);
  });
  const cost = { parts: [], usd: 0, choreographyUsd: 0, stepFunctionsUsd: 0 };
  await finishRound(pipeline, row, fold, reducer, { startedAt: 0, finishedAt: 0 }, cost);
  return { report: await reportOf(cloud, id, row.round), lines };
};

const storedFindings = async (cloud: MemoryCloud, id: string, revision: number): Promise<ReportFinding[]> =>
  (await textOf(cloud, id, "findings.ndjson", revision))
    .trim()
    .split("\n")
    .map((line) => ReportFinding.parse(JSON.parse(line)));

describe("aggregation", () => {
  it("reads a summary of every hundred components that their settlers wrote, and no result", async () => {
    const { cloud, pipeline, row } = await deliver(text);
    expect(await summaries(cloud)).toEqual([0, 1, 2].map((index) => keys.summary(row.id, SUM_VERSION, "", index)));
    const before = await made(cloud, pipeline, row.id);
    expect(before.report.findings.total).toBe(77);
    expect(before.lines.trim().split("\n")).toHaveLength(77);
    for (const { key } of (await cloud.objects.list("results/", { limit: 1000 })).objects)
      await cloud.objects.delete(key);
    expect(await made(cloud, pipeline, row.id)).toEqual(before);
  });

  it.each([
    ["is missing", undefined],
    ["is cut off", '{"v":1,"counts":'],
    ["is of another version", '{"v":0}\n'],
  ])("comes to the same where a summary %s", async (_, body) => {
    const { cloud, pipeline, row } = await deliver(text);
    const before = await made(cloud, pipeline, row.id);
    const [first = "", second = ""] = await summaries(cloud);
    for (const key of [first, second]) {
      await cloud.objects.delete(key);
      if (body !== undefined) await cloud.objects.put(key, new TextEncoder().encode(body));
    }
    expect(await made(cloud, pipeline, row.id)).toEqual(before);
  });

  it("comes to the same without any summary", async () => {
    const cloud = memoryCloud();
    const pipeline = pipelineOver(cloud, { summarise: false });
    await takeIn(pipeline, cloud, text);
    await drive(pipeline, cloud);
    expect(await summaries(cloud)).toEqual([]);
    const [row] = (await cloud.packages.list({ limit: 1 })).packages;
    const other = await deliver(text);
    const reports = [
      await made(cloud, pipeline, row?.id ?? ""),
      await made(other.cloud, other.pipeline, other.row.id),
    ].map(({ report, lines }) => {
      const { timing: _, ...rest } = report;
      return { rest, lines };
    });
    expect(reports[0]).toEqual(reports[1]);
  });

  it("sums up anew what a later round ran again, and takes the rest as it was", async () => {
    const state = { mended: false };
    const fragile = passOf("fragile", async (context) => {
      const line = new TextDecoder().decode(await context.whole());
      if (!state.mended && line === "FIRE 120") throw new TerminalError("doubt", "Not yet");
      return shout(context);
    });
    const { cloud, pipeline, row } = await deliver(text, { passes: [fragile] });
    expect((await made(cloud, pipeline, row.id)).report).toMatchObject({
      tasks: { failed: 1 },
      findings: { total: 76 },
    });
    const untouched = (await summaries(cloud)).filter((key) => key !== keys.summary(row.id, SUM_VERSION, "", 1));
    state.mended = true;
    await redrive(pipeline, row.id, {});
    await drive(pipeline, cloud);
    const { report, lines } = await made(cloud, pipeline, row.id);
    expect(report).toMatchObject({
      revision: 2,
      status: "complete",
      tasks: { expected: COMPONENTS, succeeded: COMPONENTS, failed: 0 },
      findings: { total: 77 },
      failures: { total: 0 },
    });
    expect(lines).toContain('"component":"120"');
    const stored = await storedFindings(cloud, row.id, 2);
    expect(stored.map(({ score: _, ...one }) => one)).toEqual(
      lines
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    );
    expect(untouched).toHaveLength(2);
  });
});
