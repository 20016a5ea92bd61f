import { collect, definePass, keys, redrive, sumUp, TerminalError } from "@torrent/core/unstable";
import { describe, expect, it } from "vitest";
import { type MemoryCloud, memoryCloud } from "../../../core/src/testing/memory/index.ts";
import { deliver, drive, pipelineOver, shouting, takeIn } from "../../../core/test/drive.ts";
import { SUMMARY_VERSION } from "../../src/correlate/summary.ts";
import { buildReport } from "../../src/report/build.ts";
import { ReportFinding } from "../../src/report/schema.ts";

const COMPONENTS = 230;
const text = Array.from({ length: COMPONENTS }, (_, at) => (at % 3 === 0 ? `FIRE ${at}` : `quiet ${at}`)).join("\n");

const summaries = async (cloud: MemoryCloud): Promise<string[]> =>
  (await cloud.objects.list("summaries/")).objects.map(({ key }) => key);

/** The report as it would be made now, and the lines of its findings. */
const made = async (cloud: MemoryCloud, id: string) => {
  const row = await cloud.packages.read(id);
  if (!row) throw new Error(`No package ${id}`);
  let lines = "";
  const summing = await sumUp(cloud, row, async (chunk) => {
    lines += new TextDecoder().decode(chunk);
  });
  return { report: buildReport(row, summing, 0), lines };
};

const storedFindings = async (cloud: MemoryCloud, id: string, revision: number): Promise<ReportFinding[]> => {
  const object = await cloud.objects.get(keys.findings(id, revision));
  const text = new TextDecoder().decode(await collect(object?.body ?? expect.fail("no findings")));
  return text
    .trim()
    .split("\n")
    .map((line) => ReportFinding.parse(JSON.parse(line)));
};

describe("aggregation", () => {
  it("reads a summary of every hundred components that their settlers wrote, and no result", async () => {
    const { cloud, row } = await deliver(text);
    expect(await summaries(cloud)).toEqual([0, 1, 2].map((index) => keys.summary(row.id, SUMMARY_VERSION, "", index)));
    const before = await made(cloud, row.id);
    expect(before.report.findings.total).toBe(77);
    expect(before.lines.trim().split("\n")).toHaveLength(77);
    for (const { key } of (await cloud.objects.list("results/", { limit: 1000 })).objects)
      await cloud.objects.delete(key);
    expect(await made(cloud, row.id)).toEqual(before);
  });

  it.each([
    ["is missing", undefined],
    ["is cut off", '{"v":1,"counts":'],
    ["is of another version", '{"v":0}\n'],
  ])("comes to the same where a summary %s", async (_, body) => {
    const { cloud, row } = await deliver(text);
    const before = await made(cloud, row.id);
    const [first = "", second = ""] = await summaries(cloud);
    for (const key of [first, second]) {
      await cloud.objects.delete(key);
      if (body !== undefined) await cloud.objects.put(key, new TextEncoder().encode(body));
    }
    expect(await made(cloud, row.id)).toEqual(before);
  });

  it("comes to the same without any summary", async () => {
    const cloud = memoryWithout();
    const { pipeline } = cloud;
    await takeIn(pipeline, cloud.cloud, text);
    await drive(pipeline, cloud.cloud);
    expect(await summaries(cloud.cloud)).toEqual([]);
    const [row] = (await cloud.cloud.packages.list({ limit: 1 })).packages;
    const { cloud: other, row: same } = await deliver(text);
    const reports = [await made(cloud.cloud, row?.id ?? ""), await made(other, same.id)].map(({ report, lines }) => {
      const { timing: _, ...rest } = report;
      return { rest, lines };
    });
    expect(reports[0]).toEqual(reports[1]);
  });

  it("sums up anew what a later round ran again, and takes the rest as it was", async () => {
    const state = { mended: false };
    const fragile = definePass({
      ...shouting,
      name: "fragile",
      async run(context) {
        const text = new TextDecoder().decode(await context.whole());
        if (!state.mended && text === "FIRE 120") throw new TerminalError("doubt", "Not yet");
        return shouting.run(context);
      },
    });
    const { cloud, pipeline, row } = await deliver(text, { passes: [fragile] });
    expect((await made(cloud, row.id)).report).toMatchObject({ tasks: { failed: 1 }, findings: { total: 76 } });
    const untouched = (await summaries(cloud)).filter((key) => key !== keys.summary(row.id, SUMMARY_VERSION, "", 1));
    state.mended = true;
    await redrive(pipeline, row.id, {});
    await drive(pipeline, cloud);
    const { report, lines } = await made(cloud, row.id);
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

const memoryWithout = () => {
  const cloud = memoryCloud();
  const { summarise: _, ...pipeline } = pipelineOver(cloud);
  return { cloud, pipeline };
};
