import { UsageError } from "./errors.ts";
import type { Io } from "./io.ts";

/** Changes require confirmation: `--yes`, or an answer in a terminal. */
export const confirmed = async (io: Io, question: string, yes: boolean | undefined): Promise<boolean> => {
  if (yes) return true;
  if (!io.ask) throw new UsageError("Not interactive; pass --yes to continue without confirmation");
  const answer = (await io.ask(`${question} [y/N] `)).trim();
  return /^y(es)?$/i.test(answer);
};
