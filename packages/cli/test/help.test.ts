import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";
import { program } from "../src/program.ts";

afterEach(() => void vi.restoreAllMocks());

/** What the command prints when it is called so. */
const called = async (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> => {
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      said[name] += String(text);
      return true;
    });
  const code = await program(args);
  vi.restoreAllMocks();
  return { code, ...said };
};

describe("help", () => {
  const verbs = "run serve submit status watch report why dead-letters redrive cancel calibrate".split(" ");

  it("lists every verb, and the exit codes", async () => {
    const { code, stdout } = await called("--help");
    expect(code).toBe(0);
    for (const verb of [...verbs, "patterns", "completion"]) expect(stdout).toMatch(new RegExp(`^ {2}${verb} `, "m"));
    expect(stdout).toContain("Exit codes: 0 done, 1 a package failed, 2 usage, 3 environment");
  });

  it.each([...verbs, "completion"])("of %s has examples, and tells of --json where there is data", async (verb) => {
    const { code, stdout } = await called(verb, "--help");
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`Examples:\\n {2}torrent ${verb}`));
    if (verb !== "completion") expect(stdout).toContain("--json");
  });

  it.each([
    [["stats"]],
    [["status", "--sorted"]],
    [["why"]],
    [["submit", "x", "--deadline-hours", "soon"]],
    [["watch", "a", "b"]],
  ])("is offered to whoever mistypes (%j), and the exit code says usage", async (args) => {
    const { code, stderr } = await called(...args);
    expect(code).toBe(2);
    expect(stderr).toContain("--help");
  });
});

describe("shell completion", () => {
  it("completes verbs, options, their values and files in bash", async () => {
    const dir = await mkdtemp(join(tmpdir(), "torrent-test-"));
    try {
      await writeFile(join(dir, "torrent.bash"), (await called("completion", "bash")).stdout);
      await writeFile(join(dir, "delivery.zip"), "");
      const complete = async (...words: string[]) => {
        const script =
          'source torrent.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _torrent; printf "%s " "$' +
          '{COMPREPLY[@]}"';
        const args = ["-c", script, "bash", "torrent", ...words];
        return (await promisify(execFile)("bash", args, { cwd: dir })).stdout.trim();
      };
      expect(await complete("su")).toBe("submit");
      expect(await complete("redrive", "--d")).toBe("--dry-run");
      expect(await complete("submit", "--urgency", "h")).toBe("high");
      expect(await complete("submit", "deli")).toBe("delivery.zip");
      expect(await complete("patterns", "b")).toBe("build");
    } finally {
      await rm(dir, { recursive: true });
    }
  });

  it.each([
    ["zsh", "#compdef torrent", "'--urgency[declared urgency]:value:(low normal high critical)'"],
    ["fish", "complete -c torrent", "-l urgency -x -a 'low normal high critical'"],
  ])("is printed for %s", async (shell, head, urgency) => {
    const { stdout } = await called("completion", shell);
    expect(stdout).toContain(head);
    expect(stdout).toContain(urgency);
  });
});
