import { vi } from "vitest";
import { program } from "../src/program.ts";

/** What the command prints when it is called so. */
export const called = async (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> => {
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      output[name] += String(text);
      return true;
    });
  try {
    return { code: await program(args), ...output };
  } finally {
    vi.restoreAllMocks();
  }
};
