import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FANOUT, growthDepth, height, parent, rightEdge, subtree, width } from "../src/tally/shape.ts";

const key = (tree: string, level: number, index: number) => ({ packageId: "p", round: 1, tree, level, index });

describe("the tally tree's shape", () => {
  it.each([
    [0, 1],
    [1, 1],
    [100, 1],
    [101, 2],
    [10_000, 2],
    [10_001, 3],
    [1_000_000, 3],
  ])("over %i components has %i levels", (components, levels) => expect(height(components)).toBe(levels));

  it("declares on the right edge exactly what the other nodes leave over", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000 }), (n) => {
        for (const { level, index, expected } of rightEdge(n))
          expect(index * FANOUT + expected).toBe(width(n, level - 1));
      }),
    );
  });

  it("names one root: the single node of the last level", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000 }), (n) => {
        const roots = rightEdge(n).filter((node) => node.root);
        expect(roots).toEqual([expect.objectContaining({ level: height(n), index: 0 })]);
      }),
    );
  });

  it("lets every component reach the root by parents alone", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (n, at) => {
        let node = key("", 0, Math.floor(at * n));
        for (let level = 0; level < height(n); level += 1) {
          const up = parent(node, false);
          expect(up?.child).toBe(node.index % FANOUT);
          node = up?.key ?? node;
        }
        expect(node).toEqual(key("", height(n), 0));
        expect(parent(node, true)).toBeUndefined();
      }),
    );
  });

  it("leads from a subtree's root to the task that opened it, at any depth", () => {
    const tree = subtree(subtree("", 12, 3), 0, 1);
    expect(tree).toBe("12.3.0.1");
    expect(growthDepth(tree)).toBe(2);
    expect(parent(key(tree, 1, 0), true)).toEqual({ key: key("12.3", 0, 0), child: 1 });
    expect(parent(key("12.3", 2, 0), true)).toEqual({ key: key("", 0, 12), child: 3 });
  });
});
