import fc from "fast-check";
import { expect, it } from "vitest";
import { componentPartitions, levelPartitions, nodeItemKey, nodeKeyOf } from "../../src/aws/dynamodb-table.ts";
import { merged } from "../../src/aws/merged.ts";
import type { NodeKey } from "../../src/ports/tally-store.ts";

const tree = fc
  .array(fc.nat(200_000), { maxLength: 6 })
  .map((path) => path.slice(0, path.length - (path.length % 2)).join("."));
const key: fc.Arbitrary<NodeKey> = fc.record({
  packageId: fc.stringMatching(/^pkg_[0-9a-f#]{1,24}$/),
  round: fc.integer({ min: 1, max: 1000 }),
  tree,
  level: fc.nat(4),
  index: fc.nat(9_999_999),
});

it("gives each node an item of its own, from which the node can be told", () => {
  fc.assert(
    fc.property(key, key, (a, b) => {
      expect(nodeKeyOf(a.packageId, a.round, nodeItemKey(a))).toEqual(a);
      const same = JSON.stringify(nodeItemKey(a)) === JSON.stringify(nodeItemKey(b));
      expect(same).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
  );
});

it("puts each node where a look for its level finds it, and components where a look for the round does", () => {
  fc.assert(
    fc.property(key, (node) => {
      const { pk, sk } = nodeItemKey(node);
      const { partitions, prefix } = levelPartitions(node);
      expect(partitions).toContain(pk);
      expect(sk.startsWith(prefix)).toBe(true);
      expect(componentPartitions(node.packageId, node.round).includes(pk)).toBe(node.level === 0);
    }),
  );
});

it("spreads neighbouring components over all partitions, so that none takes all the writes", () => {
  const node = { packageId: "pkg_a", round: 1, tree: "", level: 0 };
  const used = Array.from({ length: 800 }, (_, index) => nodeItemKey({ ...node, index }).pk);
  const counts = Object.values(Object.groupBy(used, (pk) => pk)).map((part) => part?.length);
  expect(counts).toEqual(Array.from({ length: 8 }, () => 100));
});

it("merges ordered streams into one, and closes those that are left when its reader stops", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.nat(50), { maxLength: 8 }), { maxLength: 6 }),
      fc.nat(10),
      async (lists, take) => {
        let open = lists.length;
        async function* stream(values: readonly number[]) {
          try {
            yield* values;
          } finally {
            open -= 1;
          }
        }
        const streams = lists.map((list) => stream(list.toSorted((a, b) => a - b)));
        const got: number[] = [];
        for await (const value of merged(streams, (a, b) => a - b)) {
          got.push(value);
          if (got.length > take) break;
        }
        const all = lists.flat().toSorted((a, b) => a - b);
        expect(got).toEqual(all.slice(0, take + 1));
        expect(open).toBe(0);
      },
    ),
  );
});
