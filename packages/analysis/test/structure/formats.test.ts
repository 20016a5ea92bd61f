import { afterAll, describe, expect, it } from "vitest";
import { stopIsolated } from "../../src/passes/isolate/index.ts";
import { facts, runStructure } from "./context.ts";
import { fixtures } from "./fixtures/index.ts";

const all = fixtures();

describe("every format that the pass knows", () => {
  afterAll(stopIsolated);

  it.each(all.map((fixture) => [fixture.name, fixture] as const))("is told by its content: %s", async (_, fixture) => {
    const output = await runStructure(fixture.name, fixture.bytes);
    expect(facts(output)).toMatchObject({ family: fixture.family, format: fixture.format });
  });

  it.each(
    all.filter(({ family, bytes }) => family !== "source" && bytes.length > 0).map((f) => [f.format, f] as const),
  )("is told without a name that helps: %s", async (_, fixture) => {
    const output = await runStructure("component-17", fixture.bytes);
    const family = fixture.format === "yaml" ? "text" : fixture.family;
    expect(facts(output).family).toBe(family);
  });

  it.each(all.map((fixture) => [fixture.name, fixture] as const))(
    "gives plain JSON that says the same in chunks of any size: %s",
    async (_, fixture) => {
      const whole = await runStructure(fixture.name, fixture.bytes, { chunk: 2 ** 20 });
      expect(JSON.parse(JSON.stringify(whole))).toEqual(whole);
      for (const chunk of [1, 7, 4096])
        expect(await runStructure(fixture.name, fixture.bytes, { chunk })).toEqual(whole);
    },
  );

  it("places findings inside of the component", async () => {
    for (const { name, bytes } of all)
      for (const finding of (await runStructure(name, bytes)).findings ?? []) {
        expect(finding.start ?? 0, `${name}: ${finding.rule}`).toBeLessThanOrEqual(bytes.length);
        expect(finding.end ?? 0, `${name}: ${finding.rule}`).toBeLessThanOrEqual(bytes.length);
        expect(finding.line ?? 1, `${name}: ${finding.rule}`).toBeGreaterThanOrEqual(1);
        expect(finding.context?.length ?? 0).toBeLessThanOrEqual(200);
      }
  });
});
