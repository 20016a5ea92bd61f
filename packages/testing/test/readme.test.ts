import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const read = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), "utf8");

it("the README shows the example that runs here", () => {
  expect(read("README.md")).toContain(`\`\`\`ts\n${read("test/example.test.ts")}\`\`\``);
});
