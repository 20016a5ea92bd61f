import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask } from "../src/ask.ts";
import { main } from "../src/main.ts";

const called = async (...args: string[]) => {
  const [output, errors] = [new PassThrough(), new PassThrough()];
  const code = await main(args, { input: Readable.from([]), output, errors });
  output.end();
  errors.end();
  return { code, output: await text(output), errors: await text(errors) };
};

const asked = async (...lines: string[]) => {
  const output = new PassThrough();
  const answers = await ask({}, { input: Readable.from(lines.map((line) => `${line}\n`)), output });
  output.end();
  return { answers, shown: await text(output) };
};

describe("create-torrent", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "torrent-create-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("asks for the name and the kind, again until it can use the answer", async () => {
    const { answers, shown } = await asked("My Invoices", "invoices", "files", "archives");
    expect(answers).toEqual({ name: "invoices", kind: "archives" });
    expect(shown).toContain(`"My Invoices" cannot be the project's name`);
    expect(shown).toContain(`"files" is none of them`);
  });

  it("uses the defaults for empty answers, and nothing where the input ends", async () => {
    expect((await asked("", "")).answers).toEqual({ name: "my-choreography", kind: "lines" });
    expect((await asked("invoices")).answers).toBeUndefined();
  });

  it("does not wait for answers without a terminal, and names the flags", async () => {
    const { code, errors, output } = await called("--kind", "lines");
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toContain("Not interactive; pass --name and --kind");
  });

  it.each([
    [["--kind", "files"], 2, "choose one of archives, lines, own"],
    [["--nmae", "x"], 2, "Unknown option '--nmae'"],
    [["--name", "a", "--kind"], 2, "argument missing"],
    [["a", "b"], 2, "One name at a time"],
    [["--name", "../up", "--kind", "lines"], 3, "cannot be the project's name"],
  ])("answers %j with exit code %i and says what is wrong", async (args, code, message) => {
    const ended = await called(...args);
    expect(ended.code).toBe(code);
    expect(ended.errors).toContain(message);
  });

  it("shows its usage", async () => {
    expect((await called("--help")).output).toContain("npm create torrent");
  });
});
