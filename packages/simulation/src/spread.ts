import { spawn } from "node:child_process";

/** Every n-th of all, from the k-th: the share of part `k/n`. */
export const partOf = <T>(all: readonly T[], part: string): T[] => {
  const [own = 0, of = 1] = part.split("/").map(Number);
  return all.filter((_, index) => index % of === own);
};

/** Runs this very command in so many processes, each with its part; the highest of their exit codes. */
export const spread = async (processes: number, args: readonly string[]): Promise<number> => {
  const [script = ""] = process.argv.slice(1);
  const codes = await Promise.all(
    Array.from({ length: processes }, (_, part) => {
      const own = [...process.execArgv, script, ...args, "--part", `${part}/${processes}`];
      const child = spawn(process.execPath, own, { stdio: ["ignore", "inherit", "inherit"] });
      return new Promise<number>((resolve) => child.once("close", (code) => resolve(code ?? 1)));
    }),
  );
  return Math.max(...codes);
};
