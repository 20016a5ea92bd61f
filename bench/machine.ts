import { availableParallelism, cpus, totalmem } from "node:os";

/** What the figures were measured on. */
export interface Machine {
  node: string;
  cpu: string;
  cores: number;
  memoryGB: number;
}

export const machine = (): Machine => ({
  node: process.version,
  cpu: cpus()[0]?.model ?? "unknown",
  cores: availableParallelism(),
  memoryGB: Math.round(totalmem() / 2 ** 30),
});
