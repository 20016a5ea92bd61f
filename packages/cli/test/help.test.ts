import { describe, expect, it } from "vitest";
import { called } from "./called.ts";

describe("help", () => {
  const commands = "run serve test submit status watch report why dead-letters redrive cancel calibrate".split(" ");

  it("lists every command and the exit codes", async () => {
    const { code, stdout } = await called("--help");
    expect(code).toBe(0);
    for (const apiCommand of [...commands, "patterns", "completion"])
      expect(stdout).toMatch(new RegExp(`^ {2}${apiCommand} `, "m"));
    expect(stdout).toContain("Exit codes: 0 success, 1 a package failed, 2 usage error, 3 environment error");
  });

  it.each([...commands, "completion"])(
    "of %s has examples, and documents --json where there is data",
    async (apiCommand) => {
      const { code, stdout } = await called(apiCommand, "--help");
      expect(code).toBe(0);
      expect(stdout).toMatch(new RegExp(`Examples:\\n {2}torrent ${apiCommand}`));
      if (apiCommand !== "completion") expect(stdout).toContain("--json");
    },
  );

  it.each([
    [["stats"]],
    [["status", "--sorted"]],
    [["why"]],
    [["submit", "x", "--deadline-hours", "soon"]],
    [["watch", "a", "b"]],
  ])("is offered after a mistake (%j), with the exit code for usage", async (args) => {
    const { code, stderr } = await called(...args);
    expect(code).toBe(2);
    expect(stderr).toContain("--help");
  });
});
