import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { PackageOutcome } from "@torrent/core";
import { describe, expect, it } from "vitest";
import { root, torrentIn } from "./torrent.ts";

const read = (path: string) => readFileSync(join(root, path), "utf8");

const exampleFiles = readdirSync(join(root, "docs/examples")).filter((name) => name.endsWith(".ts"));

const node = (...args: string[]): string =>
  execFileSync(process.execPath, ["--conditions=@torrent/source", "--disable-warning=ExperimentalWarning", ...args], {
    cwd: root,
    encoding: "utf8",
  });

/** What the tests read of `torrent run --json`. */
interface Printed {
  id: string;
  report: string;
  tasks: Record<string, number>;
}

/** Runs one file through a choreography of `docs/examples`, as a reader of the documents would. */
const run = async (config: string, file: string, content: string, env: Record<string, string> = {}) => {
  const folder = mkdtempSync(join(tmpdir(), "torrent-docs-"));
  writeFileSync(join(folder, file), content);
  const args = ["--json", "--data", join(folder, "data"), "--config", `docs/examples/${config}`];
  const where = { ...env, LEDGER: join(folder, "ledger.txt") };
  const { stdout, stderr } = await torrentIn(where, "run", join(folder, file), ...args).ended;
  expect(stdout, stderr).not.toBe("");
  const [outcome] = (JSON.parse(stdout) as { packages: [Printed] }).packages;
  return { folder, outcome, document: JSON.parse(readFileSync(outcome.report, "utf8")) as PackageOutcome };
};

const lines = (...values: unknown[]) => values.map((value) => JSON.stringify(value)).join("\n");

describe("the documents", () => {
  it("show code of docs/examples only, which is compiled and run", () => {
    const examples = exampleFiles.map((name) => read(`docs/examples/${name}`));
    const indented = (block: string) => block.replace(/^/gm, "  ").replace(/^ +$/gm, "");
    for (const document of ["README.md", "docs/choreography.md", "docs/classification.md", "docs/priority.md"])
      for (const [, block = ""] of read(document).matchAll(/^```ts\n(.*?)\n```$/gms))
        expect(
          examples.some((example) => example.includes(block) || example.includes(indented(block))),
          `${document}: no file of docs/examples holds\n${block}`,
        ).toBe(true);
  });

  it("settle tasks in any order and any number of times, as the example of the tally prints", () => {
    expect(node("docs/examples/choreography.ts")).toBe(
      `${[
        "c.pdf settled ",
        "a.pdf settled ",
        "a.pdf was settled before ",
        "b.pdf settled → all done",
        "c.pdf was settled before → all done",
      ].join("\n")}\n`,
    );
  });

  it("count words with the choreography of the README", async () => {
    const { outcome, document } = await run("words.config.ts", "hamlet.txt", "to be or\nnot to be\n");
    expect(outcome).toMatchObject({ status: "complete", components: 2 });
    expect(document.result).toEqual({ lines: 2, words: 6 });
  });

  it("take orders with the choreography of the guide: growth, chains, tolerance, a reducer, files and a subscriber", async () => {
    const pen = { sku: "pen", quantity: 2, price: 1.5 };
    const orders = lines(
      { customer: "a", country: "DE", items: [pen] },
      { customer: "b", country: "FR", items: [{ sku: "book", quantity: 1, price: 20 }, pen] },
      { customer: "c", country: "IT", items: [pen] },
      { customer: "d", country: "DE", items: [] },
    );
    const secrets = { TORRENT_SECRET_STOCK_KEY: "key" };
    const { folder, outcome, document } = await run("orders.config.ts", "orders.ndjson", orders, secrets);
    // Four orders, and the four items that they handed out; the order without items fails, and what comes after it is skipped.
    expect(outcome).toMatchObject({ status: "partial", components: 8, counts: { orders: 3 } });
    expect(outcome.tasks).toMatchObject({ expected: 20, succeeded: 16, failed: 2, skipped: 2 });
    expect(document.failures.first.flatMap(({ error }) => error?.kind ?? []).sort()).toEqual([
      "empty-order",
      "unknown-country",
    ]);
    expect(document.result).toEqual({ orders: 3, amount: 2900, tax: 517, items: 2900 });
    expect(document.files).toContain("totals.csv");
    expect(document.highlights).toEqual(["3 orders over 29"]);
    expect(readFileSync(join(folder, "ledger.txt"), "utf8")).toBe(`${outcome.id}/1/book 2900\n`);
  });

  it("test that choreography as the guide shows", () => {
    expect(node("--test", "--test-reporter=tap", "docs/examples/orders.test.ts")).toMatch(/^# pass 2$/m);
  });

  it("change the reference choreography's rules and priorities", async () => {
    const { default: ours } = await import("../docs/examples/reference.config.ts");
    const film = { name: "film.mp4", kind: "video", bytes: 1, sha256: "" };
    expect(ours.classify(film)).toEqual({ passes: ["structure"] });
    expect(ours.classify({ ...film, kind: "sqlite", bytes: 6e7 })).toEqual({ route: "worker", weight: 0.9 });
    expect(ours.priority).toMatchObject({ version: "ours-1", urgentFrom: 24 });
  });

  it("declare subscribers that a choreography takes", async () => {
    const { subscribers } = await import("../docs/examples/subscribers.ts");
    expect(subscribers.map(({ name }) => name)).toEqual(["webhook", "event-bridge"]);
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
