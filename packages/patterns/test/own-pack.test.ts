import { describe, expect, it } from "vitest";
import {
  compile,
  Database,
  expandExample,
  ownArtefact,
  ownContent,
  ownDefinitions,
  packs,
  scanBytes,
} from "../src/index.ts";

const { artefact, summary } = compile(ownDefinitions());
const database = Database.load(artefact);

/** Files' bytes are written as characters up to U+00FF. */
const bytesOf = (example: string, kind: string): Buffer =>
  Buffer.from(expandExample(example), kind === "hex" ? "latin1" : "utf8");

const found = (example: string, kind: string): string[] =>
  scanBytes(database, bytesOf(example, kind)).map(({ rule }) => database.rule(rule).id);

describe("the project's own pack", () => {
  it("has at least 300 rules, all of which run in the fast lane", () => {
    expect(summary.quarantined).toEqual([]);
    expect(summary.rules).toBeGreaterThanOrEqual(300);
  });

  it("is committed as it compiles: else run the package's script `pack`, and raise the pass's version", () => {
    expect(ownContent).toBe(summary.content);
    expect(Buffer.from(ownArtefact()).equals(artefact)).toBe(true);
  });

  it("names every rule once", () => {
    const ids = ownDefinitions().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  describe.each(Object.entries(packs))("%s", (_subject, rules) => {
    it.each(rules.map((rule) => [rule.definition.id, rule] as const))(
      "%s finds what it should and no more",
      (id, rule) => {
        for (const example of rule.match) expect(found(example, rule.definition.kind), example).toContain(id);
        for (const example of rule.noMatch) expect(found(example, rule.definition.kind), example).not.toContain(id);
      },
    );
  });
});
