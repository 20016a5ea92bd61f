import { describe, expect, it } from "vitest";
import { pieceOf } from "../../src/decomposers/piece.ts";
import type { Decompose } from "../../src/decomposition.ts";
import { TerminalError } from "../../src/errors.ts";
import { type MemoryCloud, memoryCloud } from "../../src/testing/memory/index.ts";
import { deliver, drive, idle, lines, type PassPart, pipelineOver, rowOf } from "../drive.ts";

/** A decomposer that makes one component of the text, under this name and of this kind. */
const named = (name: string, kind = "text"): Decompose =>
  async function* (source) {
    for await (const bytes of source.read()) yield pieceOf(name, kind, bytes);
  };

/** Puts the text under the inbox key and drives it to its end; gives how often the pass ran, in all. */
const counted = (part: PassPart) => {
  const cloud = memoryCloud();
  const state = { runs: 0 };
  const pass = idle("counted", {
    ...part,
    run: () => {
      state.runs += 1;
      return {};
    },
  });
  const put = async (key: string, text: string, decompose: Decompose = lines): Promise<number> => {
    await cloud.objects.put(`inbox/${key}`, new TextEncoder().encode(text));
    await drive(pipelineOver(cloud, { passes: [pass], decompose }), cloud);
    return state.runs;
  };
  return { cloud, state, pass, put };
};

describe("equal bytes under another package or path", () => {
  it('share a result with cache: "content", whatever package and folder they are in', async () => {
    const { put } = counted({ cache: "content" });
    expect(await put("a.zip", "SAME", named("a.zip!/docs/README"))).toBe(1);
    expect(await put("b.zip", "SAME", named("b.zip!/other/deep/readme"))).toBe(1);
  });

  it.each<[string, Decompose]>([
    ["another file name", named("b.zip!/docs/NOTES")],
    ["another kind", named("b.zip!/docs/README", "log")],
  ])('share none with cache: "content" under %s, which the pass sees', async (_, decompose) => {
    const { put } = counted({ cache: "content" });
    expect(await put("a.zip", "SAME", named("a.zip!/docs/README"))).toBe(1);
    expect(await put("b.zip", "SAME", decompose)).toBe(2);
  });

  it.each(["package", "none"] as const)('share none with cache: "%s", in one package or in two', async (cache) => {
    const { put } = counted({ cache });
    expect(await put("a.txt", "SAME\nSAME")).toBe(2);
    expect(await put("b.txt", "SAME\nSAME")).toBe(4);
  });

  it('are the default of cache: "package"', async () => {
    const { put, pass } = counted({});
    expect(pass.cache).toBe("package");
    expect(await put("a.txt", "SAME")).toBe(1);
    expect(await put("b.txt", "SAME")).toBe(2);
  });
});

describe("how often a pass runs over one component", () => {
  const again = async (cloud: MemoryCloud, part: PassPart, options: object) => {
    const { redrive } = await import("../../src/stages/redrive/redrive.ts");
    const pipeline = pipelineOver(cloud, { passes: [idle("counted", part)] });
    await redrive(pipeline, (await rowOf(cloud)).id, options);
    await drive(pipeline, cloud);
  };

  it.each([
    ["content", 1],
    ["package", 1],
    ["none", 3],
  ] as const)('with cache: "%s", over three rounds: %i', async (cache, runs) => {
    const { cloud, state, put } = counted({ cache });
    await put("a.txt", "A");
    const run = () => {
      state.runs += 1;
      return {};
    };
    for (let round = 2; round <= 3; round += 1) await again(cloud, { cache, run }, { passes: ["counted"] });
    expect((await rowOf(cloud)).revision).toBe(3);
    expect(state.runs).toBe(runs);
  });

  it('with cache: "none", once per receive, which it can tell by attempt and round', async () => {
    const seen: string[] = [];
    const flaky = idle("flaky", {
      cache: "none",
      run: ({ round, attempt, now }) => {
        seen.push(`${round}.${attempt} ${typeof now()}`);
        if (attempt < 3) throw new Error("not yet");
        return {};
      },
    });
    const { row } = await deliver("A", { passes: [flaky] });
    expect(row.state).toBe("complete");
    expect(seen).toEqual(["1.1 number", "1.2 number", "1.3 number"]);
  });

  it("that failed for good: once, and its error is not a result of anybody else", async () => {
    let runs = 0;
    const broken = idle("broken", {
      cache: "content",
      run: () => {
        runs += 1;
        throw new TerminalError("broken", "broken");
      },
    });
    const { row } = await deliver("A\nA", { passes: [broken] });
    expect([runs, row.totals?.failed]).toEqual([2, 2]);
  });
});

describe("a result's version", () => {
  it("is part of its key: a raised one runs again", async () => {
    const cloud = memoryCloud();
    let runs = 0;
    for (const [at, version] of [1, 1, 2, 2].entries()) {
      const pass = idle("counted", {
        version,
        cache: "content",
        run: () => {
          runs += 1;
          return {};
        },
      });
      await cloud.objects.put(`inbox/${at}/a.txt`, new TextEncoder().encode("SAME"));
      await drive(pipelineOver(cloud, { passes: [pass] }), cloud);
    }
    expect(runs).toBe(2);
  });

  it("of an upstream result is part of it too", async () => {
    const cloud = memoryCloud();
    let runs = 0;
    for (const version of [1, 2]) {
      const first = idle("first", { version, cache: "content", run: () => ({ version: 1 }) });
      const second = idle("second", {
        after: [first],
        cache: "content",
        run: () => {
          runs += 1;
          return {};
        },
      });
      await cloud.objects.put(`inbox/${version}/a.txt`, new TextEncoder().encode("SAME"));
      await drive(pipelineOver(cloud, { passes: [first, second] }), cloud);
    }
    expect(runs).toBe(2);
  });
});
