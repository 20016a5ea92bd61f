import fc from "fast-check";
import { expect, test } from "vitest";
import { readFilter, writeFilter } from "../../src/dashboard/data/filter.ts";
import { nameInPackage, splitName } from "../../src/dashboard/data/names.ts";

test("a name's folder is split off, and the package's name left out", () => {
  expect(splitName("a/b/c.zip")).toEqual({ folder: "a/b/", base: "c.zip" });
  expect(splitName("c.zip")).toEqual({ base: "c.zip" });
  expect(nameInPackage("c.zip!/docs/a.txt")).toBe("docs/a.txt");
  expect(nameInPackage("a.txt")).toBe("a.txt");
});

test("a filter survives the address bar, whatever it contains", () => {
  const filter = fc.record({
    state: fc.uniqueArray(fc.constantFrom("active", "failed", "partial", "complete")),
    band: fc.uniqueArray(fc.constantFrom("critical", "high", "normal", "low")),
    name: fc.string({ unit: "grapheme" }),
    stalled: fc.boolean(),
    retrying: fc.boolean(),
    sort: fc.constantFrom("time" as const, "priority" as const),
  });
  fc.assert(
    fc.property(filter, (wanted) => {
      expect(readFilter(writeFilter(wanted).slice(1))).toEqual(wanted);
    }),
  );
});
