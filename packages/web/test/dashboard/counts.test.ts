import { expect, test } from "vitest";
import { countsText, countText, headingOf } from "../../src/dashboard/data/counts.ts";

test.each([
  ["findings", 1, "1 finding"],
  ["entities", 1, "1 entity"],
  ["entities", 2_743, "2,743 entities"],
  ["netCents", 1, "1 net cent"],
  ["mass", 1, "1 mass"],
  ["lines", 0, "0 lines"],
])("%s are written in the singular where there is one: %d is %s", (name, count, text) => {
  expect(countText(name, count)).toBe(text);
});

test("a name in code is a heading for people, and what counts nothing is left out", () => {
  expect(headingOf("netCents")).toBe("Net cents");
  expect(headingOf("findings")).toBe("Findings");
  expect(countsText({ findings: 0, entities: 1, netCents: 12 })).toBe("1 entity, 12 net cents");
  expect(countsText({})).toBe("");
});
