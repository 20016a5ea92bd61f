import { describe, expect, it } from "vitest";
import { collect } from "../../src/bytes.ts";
import { TerminalError } from "../../src/errors.ts";
import { keys } from "../../src/ids.ts";
import type { Cloud } from "../../src/ports/cloud.ts";
import { definePriority } from "../../src/priority/table.ts";
import { byRef } from "../../src/reduce/order.ts";
import { redrive } from "../../src/stages/redrive/redrive.ts";
import { type MemoryCloud, memoryCloud } from "../../src/testing/memory/index.ts";
import {
  type ChoreographyPart,
  collected,
  deliver,
  drive,
  idle,
  outcomeOf,
  pipelineOver,
  type Result,
  rowOf,
  shouting,
} from "../drive.ts";
import { watched } from "../watched.ts";

/** Components in three groups of at most a hundred, some of which fail and two of which hand out others. */
const LINES = 250;
const text = Array.from({ length: LINES }, (_, line) =>
  line % 50 === 7 ? `bad ${line}` : line % 120 === 3 ? "GROW" : `LINE ${line}`,
).join("\n");
const picky = idle("picky", {
  required: false,
  run: async (context) => {
    const line = await context.text();
    if (line.startsWith("bad")) throw new TerminalError("bad", "bad line");
    if (line === "GROW")
      for (const part of ["ONE", "TWO"]) await context.grow({ kind: "part", name: part, text: part });
    return {};
  },
});

/** Writes a line for each component. */
const withLines = {
  ...collected,
  add: (sum: Result, component: Parameters<typeof collected.add>[1], line: (text: string) => void) => {
    line(component.ref);
    return collected.add(sum, component, line);
  },
  lines: { file: "refs.txt", contentType: "text/plain" },
};

const passes = [shouting, picky];

const whole = async (part: ChoreographyPart, between = async (_: MemoryCloud): Promise<void> => {}) => {
  const cloud = memoryCloud();
  const pipeline = pipelineOver(cloud, { passes, reduce: withLines, ...part });
  await cloud.objects.put("inbox/a.txt", new TextEncoder().encode(text));
  await drive(pipeline, cloud, { without: ["aggregate"] });
  await between(cloud);
  await drive(pipeline, cloud);
  const { id } = await rowOf(cloud);
  return { cloud, pipeline, id, outcome: await outcomeOf(cloud, id), refs: await refsOf(cloud, id) };
};

/** A small package. */
const single = async (part: ChoreographyPart) => {
  const { cloud, row } = await deliver("A", part);
  return { cloud, id: row.id, outcome: await outcomeOf(cloud, row.id) };
};

const refsOf = async (cloud: Cloud, id: string, revision = 1): Promise<string[]> => {
  const object = await cloud.objects.get(keys.resultFile(id, revision, "refs.txt"));
  const lines = new TextDecoder().decode(await collect(object?.body ?? expect.fail("no lines file")));
  return lines.split("\n").slice(0, -1);
};

const sumsOf = async (cloud: MemoryCloud): Promise<string[]> =>
  (await cloud.objects.list(`summaries/${(await rowOf(cloud)).id}/`)).objects.map(({ key }) => key);

/** What of an outcome does not depend on when it was made. */
const timeless = ({ timing, priority, fanIn, revision, ...outcome }: Awaited<ReturnType<typeof outcomeOf>>) => {
  const { couldBecome, ...counted } = fanIn;
  return { ...outcome, fanIn: counted };
};

describe("sums that are stored where their group fills", () => {
  it("give the outcome, the result and the lines that the results themselves give", async () => {
    const stored = await whole({});
    const read = await whole({ summarise: false });
    expect((await sumsOf(stored.cloud)).length).toBeGreaterThanOrEqual(3);
    expect(await sumsOf(read.cloud)).toEqual([]);
    expect(timeless(stored.outcome)).toEqual(timeless(read.outcome));
    expect(stored.refs).toEqual(read.refs);
    expect(stored.outcome).toMatchObject({ status: "complete", failures: { total: 5 }, files: ["refs.txt"] });
  });

  it.each<[string, (cloud: MemoryCloud, key: string) => Promise<unknown>]>([
    ["lost", (cloud, key) => cloud.objects.delete(key)],
    ["cut off", async (cloud, key) => cloud.objects.put(key, (await bytesOf(cloud, key)).subarray(0, 99))],
    ["changed", async (cloud, key) => cloud.objects.put(key, changed(await bytesOf(cloud, key)))],
    ["empty", (cloud, key) => cloud.objects.put(key, new Uint8Array())],
  ])("and are %s are made again from the results", async (_, spoil) => {
    const good = await whole({});
    const spoilt = await whole({}, async (cloud) => {
      for (const key of await sumsOf(cloud)) await spoil(cloud, key);
    });
    expect(timeless(spoilt.outcome)).toEqual(timeless(good.outcome));
    expect(spoilt.refs).toEqual(good.refs);
  });

  it("under another version of the reducer are not used", async () => {
    const cloud = memoryCloud();
    await cloud.objects.put("inbox/a.txt", new TextEncoder().encode(text));
    await drive(pipelineOver(cloud, { passes, reduce: collected }), cloud, { without: ["aggregate"] });
    const before = await sumsOf(cloud);
    const twice = (sum: Result, { ref }: { ref: string }) => ({ ...sum, components: [...sum.components, ref, ref] });
    const newer = { ...collected, version: 2, add: twice, finish: ({ components }: Result) => components.length };
    await drive(pipelineOver(cloud, { passes, reduce: newer }), cloud);
    expect((await outcomeOf(cloud, (await rowOf(cloud)).id)).result).toBe(2 * (LINES + 6));
    expect(await sumsOf(cloud)).toEqual(before);
  });
});

const bytesOf = async (cloud: MemoryCloud, key: string): Promise<Uint8Array> =>
  collect((await cloud.objects.get(key))?.body ?? expect.fail(key));

/** One digit of the sum is another. */
const changed = (bytes: Uint8Array): Uint8Array => {
  const text = new TextDecoder().decode(bytes);
  return new TextEncoder().encode(
    text.replace(/"components":(\d)/, (_, digit) => `"components":${(Number(digit) + 1) % 10}`),
  );
};

describe("a reducer's lines", () => {
  it("are one file, in the order of the slots, and after them those of the components that were handed out", async () => {
    const { refs, outcome } = await whole({});
    const own = refs.filter((ref) => !ref.includes("/"));
    expect(own).toEqual(Array.from({ length: LINES }, (_, slot) => String(slot)));
    expect(refs.slice(LINES)).toEqual(refs.slice(LINES).toSorted(byRef));
    expect(refs.slice(LINES)).toHaveLength(6);
    expect((outcome.result as Result).components).toEqual(refs);
  });

  it("pass through what the reducer transforms them with", async () => {
    const transform = () => (lines: Uint8Array) =>
      new TextEncoder().encode(new TextDecoder().decode(lines).replaceAll("\n", " of a\n"));
    const { refs } = await whole({ reduce: { ...withLines, lines: { ...withLines.lines, transform } } });
    expect(refs[0]).toBe("0 of a");
    expect(refs).toHaveLength(LINES + 6);
  });
});

describe("a redrive", () => {
  it("reads again only the group in which something changed, and gives what reading all gives", async () => {
    const { pipeline, cloud, id } = await whole({});
    await redrive(pipeline, id, { component: "120", passes: ["shouting"] });
    await drive(pipeline, cloud, { without: ["aggregate"] });
    const reads: string[] = [];
    const counting = watched(cloud, async (call, next) => {
      if (call.port === "objects" && call.name === "get") reads.push(String(call.args[0]));
      return next();
    });
    await drive({ ...pipeline, cloud: counting }, cloud);
    const outcome = await outcomeOf(cloud, id, 2);
    const results = reads.filter((key) => key.startsWith("results/"));
    expect(results.length).toBeGreaterThan(100);
    expect(results.length).toBeLessThanOrEqual(200);
    expect(reads.filter((key) => key.startsWith("summaries/")).length).toBeGreaterThanOrEqual(3);
    const first = await outcomeOf(cloud, id, 1);
    expect(timeless(outcome)).toEqual(timeless(first));
    expect(await refsOf(cloud, id, 2)).toEqual(await refsOf(cloud, id, 1));
  });
});

describe("a reducer's finish", () => {
  it("ranks the package, and writes files beside its result", async () => {
    const priority = { version: "ours", factors: { urgency: 50, amount: 50 } };
    const reduce = {
      ...collected,
      finish: async (sum: Result, round: Parameters<typeof collected.finish>[1]) => {
        const { score } = round.rank([{ name: "amount", value: 1, weight: 50, evidence: "much" }]);
        await round.write("page.html", "<p>", "text/html");
        return { score, of: round.package.components, found: sum.findings.length, status: round.status };
      },
    };
    const { cloud, id, outcome } = await single({ reduce, priority: definePriority(priority) });
    expect(outcome.files).toEqual(["page.html"]);
    expect(outcome.priority.factors).toContainEqual({ name: "amount", value: 1, weight: 50, evidence: "much" });
    expect(outcome.result).toMatchObject({ score: outcome.priority.score, status: outcome.status });
    expect((await rowOf(cloud)).priority.score).toBe(outcome.priority.score);
    expect((await cloud.objects.head(keys.resultFile(id, 1, "page.html")))?.contentType).toBe("text/html");
  });

  it.each(["outcome.json", "../outcome.json", "a/b", "", ".hidden", "a\n"])("cannot write %j", async (file) => {
    const refused: unknown[] = [];
    const reduce = {
      ...collected,
      finish: async (_: Result, { write }: Parameters<typeof collected.finish>[1]) => {
        await write(file, "x", "text/plain").catch((error: unknown) => refused.push(error));
        return "done";
      },
    };
    const { outcome } = await single({ reduce });
    expect(refused).toEqual([expect.objectContaining({ message: expect.stringContaining("use a plain file name") })]);
    expect(outcome).toMatchObject({ result: "done", files: [] });
  });
});
