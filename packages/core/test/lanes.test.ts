import { describe, expect, it } from "vitest";
import { definePriority } from "../src/priority/table.ts";
import { memoryCloud } from "../src/testing/memory/index.ts";
import { drive, idle, outcomeOf, pipelineOver, rowOf } from "./drive.ts";

const table = { factors: { urgency: 50, severity: 40, waiting: 10 }, urgentFrom: 40 };

/** Says of each component how severe it is: `critical`, `low`. */
const grading = idle("grading", {
  run: async ({ text }) => ({ severity: await text() }),
  factors: ({ severity }: { severity: string }) => ({ severity: severity === "critical" ? 1 : 0 }),
});
const reading = idle("reading", { after: [grading] });

/** The queue of every task that was sent, in order, as `pass of component`. */
const lanesOf = async (text: string, options: { metadata?: Record<string, string>; urgentFrom?: number } = {}) => {
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
  const { urgentFrom = table.urgentFrom } = options;
  const priority = definePriority({ version: "ours-1", ...table, urgentFrom });
  const pipeline = pipelineOver(cloud, { passes: [grading, reading], priority });
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

  it("follows the choreography's own table", async () => {
    const never = await lanesOf("critical", { urgentFrom: 101 });
    expect(new Set(Object.values(never))).toEqual(new Set(["light-standard"]));
    const always = await lanesOf("low", { urgentFrom: 0 });
    expect(new Set(Object.values(always))).toEqual(new Set(["light-urgent"]));
  });
});

it("a package's outcome names the table that its score was made with", async () => {
  const cloud = memoryCloud();
  const priority = definePriority({ version: "ours-7", ...table });
  await cloud.objects.put("inbox/a.txt", new TextEncoder().encode("critical"));
  await drive(pipelineOver(cloud, { passes: [grading], priority }), cloud);
  const { id, priority: stored } = await rowOf(cloud);
  const { priority: scored } = await outcomeOf(cloud, id);
  expect(scored).toEqual({ table: "ours-7", ...stored });
  expect(scored.factors).toContainEqual({ name: "severity", value: 1, weight: 40 });
});
