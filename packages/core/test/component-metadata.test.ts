import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ComponentFacts } from "../src/component.ts";
import { fromMetadata, toMetadata } from "../src/component-metadata.ts";

const facts: ComponentFacts = { name: "a.zip!/b.txt", kind: "text", bytes: 3, sha256: "ab".repeat(32) };
const size = (metadata: Record<string, string>) =>
  Object.entries(metadata).reduce((sum, [key, value]) => sum + key.length + encodeURIComponent(value).length, 0);

describe("a component's metadata", () => {
  it("gives back the facts and the state", () => {
    const whole = {
      ...facts,
      slice: { index: 2, offset: 99, line: 7, before: 4, after: 0 },
      defect: { kind: "torn", message: "b.txt ends early" },
    };
    expect(fromMetadata(toMetadata(whole, "planned", "patterns@1"))).toEqual({ facts: whole, state: "planned" });
  });

  it("fits in S3's 2 KB, whatever the name and the defect are", () => {
    const text = (maxLength: number) => fc.string({ maxLength, unit: "binary" });
    fc.assert(
      fc.property(text(512), text(300), text(400), (name, message, plan) => {
        const metadata = toMetadata({ ...facts, name, defect: { kind: "torn", message } }, "pending", plan);
        expect(size(metadata)).toBeLessThanOrEqual(2048);
        expect(fromMetadata(metadata).facts.sha256).toBe(facts.sha256);
      }),
    );
  });

  it("is refused, by name, when someone else wrote it", () => {
    expect(() => fromMetadata({ state: "pending" })).toThrow("Not a component's metadata");
  });
});
