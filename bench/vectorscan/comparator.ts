import { execFile, spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface ComparatorResult {
  seconds: number;
  literals: number;
  regexes: number;
  literalHash: string;
  regexHash: string;
  compileSeconds: number;
  databaseBytes: number;
}

/** One rule for the comparator: bytes of the literal, or a regex over bytes. */
export interface ComparatorRule {
  id: number;
  regex: boolean;
  nocase: boolean;
  value: Uint8Array;
}

/** Compiles the comparator; undefined, with the reason, where there is no Vectorscan or no compiler. */
export const buildComparator = async (folder: string): Promise<{ binary?: string; reason?: string }> => {
  const binary = join(folder, "comparator");
  const source = new URL("./comparator.cpp", import.meta.url).pathname;
  try {
    await run("g++", ["-O3", "-march=native", "-o", binary, source, "-lhs"]);
    return { binary };
  } catch {
    return { reason: "Vectorscan was not compared with: it needs g++ and Debian's libvectorscan-dev" };
  }
};

/** Vectorscan over one set of rules; `scan` runs it once, so that both sides can take turns. */
export class Comparator implements AsyncDisposable {
  readonly #process: ReturnType<typeof spawn>;
  readonly #lines: AsyncIterator<string>;

  private constructor(process: ReturnType<typeof spawn>) {
    this.#process = process;
    this.#lines = createInterface({ input: process.stdout! })[Symbol.asyncIterator]();
  }

  static async start(
    binary: string,
    folder: string,
    rules: readonly ComparatorRule[],
    data: string,
    documentBytes: number,
  ): Promise<Comparator> {
    const path = join(folder, `rules-${rules.length}.tsv`);
    const line = ({ id, regex, nocase, value }: ComparatorRule): string =>
      `${id}\t${regex ? "R" : "L"}\t${nocase ? 1 : 0}\t${Buffer.from(value).toString("hex")}\n`;
    await writeFile(path, rules.map(line).join(""));
    return new Comparator(spawn(binary, [path, data, String(documentBytes)], { stdio: ["pipe", "pipe", "inherit"] }));
  }

  async scan(): Promise<ComparatorResult> {
    this.#process.stdin!.write("scan\n");
    const { value, done } = await this.#lines.next();
    if (done) throw new Error("The comparator ended; see what it wrote above");
    return JSON.parse(value) as ComparatorResult;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.stdin!.end();
    await ended;
  }
}
