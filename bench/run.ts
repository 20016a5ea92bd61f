import { readdir } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { Bench, BenchResult, Cell } from "./bench.ts";
import { machine } from "./machine.ts";

/** The front end itself and what the benches share. */
const helpers = ["run", "bench", "bundling", "floors", "machine"];

const names = async (): Promise<string[]> => {
  const files = await readdir(new URL(".", import.meta.url));
  return files
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.slice(0, -".ts".length))
    .filter((name) => !helpers.includes(name))
    .toSorted();
};

const table = (rows: readonly Readonly<Record<string, Cell>>[]): string => {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = [columns, ...rows.map((row) => columns.map((column) => String(row[column] ?? "")))];
  const widths = columns.map((_, at) => Math.max(...cells.map((line) => line[at]?.length ?? 0)));
  return cells.map((line) => line.map((cell, at) => cell.padStart(widths[at] ?? 0)).join("  ")).join("\n");
};

const readable = (name: string, { rows, targets }: BenchResult): string => {
  const { node, cpu, cores, memoryGB } = machine();
  const asked = targets.map(({ holds, ...target }) => ({ ...target, holds: holds ? "yes" : "NO" }));
  return [`${name} on ${cores} × ${cpu}, ${memoryGB} GB, Node ${node}`, table(rows), table(asked)].join("\n\n");
};

const main = async (): Promise<number> => {
  const known = await names();
  const usage = `npm run bench -- NAME [--json]\nNAME is one of: ${known.join(", ")}\n`;
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n${usage}`);
    return 2;
  }
  const [name, ...more] = parsed.positionals;
  if (name === undefined) {
    process.stdout.write(usage);
    return 0;
  }
  if (!known.includes(name) || more.length > 0) {
    process.stderr.write(more.length > 0 ? `One bench at a time\n${usage}` : `There is no bench "${name}"\n${usage}`);
    return 2;
  }
  const bench: Bench = await import(new URL(`${name}.ts`, import.meta.url).href);
  const result = await bench.run();
  const whole = { bench: name, machine: machine(), ...result };
  process.stdout.write(`${parsed.values.json ? JSON.stringify(whole, null, 2) : readable(name, result)}\n`);
  return 0;
};

const parse = () => parseArgs({ allowPositionals: true, options: { json: { type: "boolean", default: false } } });

process.exitCode = await main();
