import { describe, expect, it } from "vitest";
import { Collector } from "../../src/passes/entities/collector.ts";
import { Scanner } from "../../src/passes/entities/index.ts";

const collected = (text: string, limits: { perKind: number; total: number }): Collector => {
  const collector = new Collector(limits);
  const scanner = new Scanner((mention, stretch, base) =>
    collector.add(mention, stretch, { start: mention.start + base, end: mention.end + base }),
  );
  scanner.push(Buffer.from(text));
  scanner.end();
  return collector;
};

describe("collecting mentions", () => {
  it("keeps as many values of a kind as allowed, counts the rest and says that it was cut", () => {
    const many = Array.from({ length: 50 }, (_, i) => `10.0.0.${i}`).join(" ");
    const { entities, counts, truncated } = collected(`${many} 10.0.0.3 anna@example.com`, { perKind: 20, total: 100 });
    expect(entities.filter(({ kind }) => kind === "ipv4").map(({ value }) => value)).toEqual(
      many.split(" ").slice(0, 20),
    );
    expect(counts.ipv4).toEqual({ mentions: 51, values: 20, dropped: 30 });
    expect(entities.at(-1)).toMatchObject({ kind: "email" });
    expect(truncated).toBe(true);
  });

  it("keeps no more values than allowed in all", () => {
    const { entities, counts } = collected("10.0.0.1 10.0.0.2 a@example.com b@example.com", { perKind: 9, total: 3 });
    expect(entities.map(({ value }) => value)).toEqual(["10.0.0.1", "10.0.0.2", "a@example.com"]);
    expect(counts.email).toEqual({ mentions: 2, values: 1, dropped: 1 });
  });

  it("is not cut where everything had room", () => {
    expect(collected("10.0.0.1 10.0.0.1", { perKind: 1, total: 1 }).truncated).toBe(false);
  });

  it("gives at most 200 characters of the line as context, and never half a letter", () => {
    const { entities } = collected(`x\n${"é".repeat(300)} 10.0.0.1 ${"é".repeat(300)}\ny`, { perKind: 9, total: 9 });
    expect(entities[0]!.context!.length).toBeLessThanOrEqual(200);
    expect(entities[0]!.context).toMatch(/^é+ 10\.0\.0\.1 é+$/);
    expect(entities[0]!.context).toMatch(/^[^�]*$/);
  });
});
