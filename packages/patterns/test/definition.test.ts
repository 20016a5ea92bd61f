import { describe, expect, it } from "vitest";
import { readDefinitions } from "../src/index.ts";

describe("reading definitions", () => {
  it("fills in what may be left out", () => {
    const { definitions, errors } = readDefinitions('{"id":"a","kind":"literal","value":"abc"}\n');
    expect(errors).toEqual([]);
    expect(definitions).toEqual([
      { id: "a", kind: "literal", value: "abc", nocase: false, severity: "medium", tags: [] },
    ]);
  });

  it("names the line and the field of every error, and reads the rest", () => {
    const text = [
      '{"id":"a","kind":"literal","value":"abc"}',
      "not json",
      "",
      '{"id":"b","kind":"glob","value":"abc"}',
      '{"id":"c","kind":"hex","value":"4D 5A","severity":"grave"}',
      '{"id":"d","kind":"literal","value":"abc","colour":"red"}',
      '{"id":"e","kind":"literal","value":"efg"}',
    ].join("\n");
    const { definitions, errors } = readDefinitions(text, "pack.ndjson");
    expect(definitions.map(({ id }) => id)).toEqual(["a", "e"]);
    expect(errors.map(({ line, id }) => [line, id])).toEqual([
      [2, undefined],
      [4, "b"],
      [5, "c"],
      [6, "d"],
    ]);
    expect(errors.every(({ origin }) => origin === "pack.ndjson")).toBe(true);
    expect(errors[1]!.message).toMatch(/^kind: /);
    expect(errors[2]!.message).toMatch(/^severity: /);
    expect(errors[3]!.message).toMatch(/colour/);
  });

  it("refuses an id that is used twice, naming the line of the first use", () => {
    const line = '{"id":"a","kind":"literal","value":"abc"}';
    const { definitions, errors } = readDefinitions(`# a pack\n${line}\n${line}`);
    expect(definitions).toHaveLength(1);
    expect(errors).toMatchObject([{ line: 3, id: "a", message: 'id "a" is already used in line 2' }]);
  });
});
