import { describe, expect, it } from "vitest";
import { called } from "./called.ts";

describe("help", () => {
  const verbs = "run serve submit status watch report why dead-letters redrive cancel calibrate".split(" ");

  it("lists every verb, and the exit codes", async () => {
    const { code, stdout } = await called("--help");
    expect(code).toBe(0);
    for (const verb of [...verbs, "patterns", "completion"]) expect(stdout).toMatch(new RegExp(`^ {2}${verb} `, "m"));
    expect(stdout).toContain("Exit codes: 0 success, 1 a package failed, 2 usage error, 3 environment error");
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
