import { TerminalError } from "@torrent/core/unstable";
import { expect } from "vitest";

/** The `TerminalError` that a taking apart ends with. */
export const rejection = async (taking: Promise<unknown>): Promise<TerminalError> => {
  const error = await taking.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(TerminalError);
  return error as TerminalError;
};
