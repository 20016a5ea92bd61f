import { describe, expect, it } from "vitest";
import { definePass, type Severity } from "../src/pass.ts";
import { parsePriority } from "../src/priority/table.ts";
import { memoryCloud } from "../src/testing/memory/index.ts";
import { drive, lines, pipelineOver } from "./drive.ts";

/** Says of each component how grave it is: `high`, `low`, … */
const grading = definePass({
  name: "grading",
  version: 1,
  accepts: () => true,
  estimate: () => ({ seconds: 1, memoryMB: 64 }),
  run: async ({ whole }) => {
    const severity = new TextDecoder().decode(await whole()) as Severity;
    return { findings: [{ rule: "grade", title: severity, severity }] };
  },
});
const reading = definePass({ ...grading, name: "reading", after: ["grading"], run: async () => ({}) });

/** The queue of every task that was sent, in order, as `pass of component`. */
const lanesOf = async (text: string, options: { metadata?: Record<string, string>; priority?: string } = {}) => {
  const cloud = memoryCloud();
  const sent: Record<string, string> = {};
  const send = cloud.queues.send.bind(cloud.queues);
  cloud.queues.send = async (queue, messages) => {
    for (const { body } of messages) {
      const message = JSON.parse(body);
      if (message.type === "task") sent[`${message.pass} of ${message.component}`] = queue;
    }
    return send(queue, messages);
  };
  const pipeline = { ...pipelineOver(cloud, [grading, reading], lines), priority: parsePriority(options.priority) };
  await cloud.objects.put("inbox/a.txt", new TextEncoder().encode(text), { metadata: options.metadata ?? {} });
  await drive(pipeline, cloud);
  return sent;
};

describe("a task's lane", () => {
  it("is the urgent one from the first pass on where urgency was declared", async () => {
    expect(await lanesOf("low", { metadata: { urgency: "high" } })).toEqual({
      "grading of 0": "light-urgent",
      "reading of 0": "light-urgent",
    });
  });

  it("is raised by what the pass before it has found, for that component alone", async () => {
    expect(await lanesOf("critical\nlow")).toEqual({
      "grading of 0": "light-standard",
      "grading of 1": "light-standard",
      "reading of 0": "light-urgent",
      "reading of 1": "light-standard",
    });
  });

  it("follows the deployment's own table", async () => {
    const never = await lanesOf("critical", { priority: '{"version":"never","urgentFrom":101}' });
    expect(new Set(Object.values(never))).toEqual(new Set(["light-standard"]));
    const always = await lanesOf("low", { priority: '{"version":"always","urgentFrom":0}' });
    expect(new Set(Object.values(always))).toEqual(new Set(["light-urgent"]));
  });
});

it("a package's score and its report name the table that they were made with", async () => {
  const cloud = memoryCloud();
  const priority = parsePriority('{"version":"ours-7"}');
  await cloud.objects.put("inbox/a.txt", new TextEncoder().encode("high"));
  await drive({ ...pipelineOver(cloud, [grading], lines), priority }, cloud);
  const [row] = (await cloud.packages.list({ limit: 1 })).packages;
  expect(row?.priority).toMatchObject({ table: "ours-7" });
});
