import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./torrent.ts";

const read = (path: string) => readFileSync(join(root, path), "utf8");

describe("the documents", () => {
  it("show the example exactly as it runs", () => {
    const example = read("docs/examples/choreography.ts").trimEnd();
    expect(read("README.md")).toContain(`\`\`\`ts\n${example}\n\`\`\``);
    const args = ["--conditions=@torrent/source", "docs/examples/choreography.ts"];
    expect(execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" })).toBe(
      `${[
        "c.pdf settled ",
        "a.pdf settled ",
        "a.pdf was settled before ",
        "b.pdf settled → all done",
        "c.pdf was settled before → all done",
      ].join("\n")}\n`,
    );
  });

  it("link to what exists", () => {
    const documents = [
      "README.md",
      "CONTRIBUTING.md",
      ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".md"))
        .map((name) => join("docs", name)),
    ];
    for (const document of documents)
      for (const [, target = ""] of read(document).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g))
        expect(existsSync(join(root, dirname(document), target)), `${document} → ${target}`).toBe(true);
  });
});
