import { describe, expect, it } from "vitest";
import { defineReducer } from "../../src/choreography/define-reducer.ts";
import { TerminalError } from "../../src/errors.ts";
import { deliver } from "../drive.ts";

const sum = { version: 1, empty: () => 0, add: (n: number) => n + 1, merge: (a: number, b: number) => a + b };

describe("a reducer that fails", () => {
  it("with a terminal error ends the round as failed at once, with its reason", async () => {
    let calls = 0;
    const finish = () => {
      calls += 1;
      throw new TerminalError("no-currency", "Declare a currency");
    };
    const { row } = await deliver("FIRE", { reduce: defineReducer({ ...sum, finish }) });
    expect(row).toMatchObject({ state: "failed", error: { kind: "no-currency", message: "Declare a currency" } });
    expect(calls).toBe(1);
  });

  it.each([["add"], ["finish"]])(
    "with another error in %s is tried again, and the package says what its last try threw",
    async (where) => {
      let calls = 0;
      const broken = () => {
        calls += 1;
        throw new Error(`${where} broke, try ${calls}`);
      };
      const reduce = defineReducer({ ...sum, finish: (n: number) => n, [where]: broken });
      const { row } = await deliver("FIRE", { reduce, summarise: false });
      expect(row).toMatchObject({ state: "failed", error: { kind: "Error", message: `${where} broke, try 4` } });
    },
  );

  it.each(["../x", "outcome.json", "", "a/b", ".hidden", undefined, 5])(
    "because it names a file %j is not tried again",
    async (file) => {
      const reduce = defineReducer({
        ...sum,
        finish: (_: number, round) => round.write(file as string, "x", "text/plain"),
      });
      const { row } = await deliver("FIRE", { reduce });
      expect(row).toMatchObject({ state: "failed", error: { kind: "invalid-file-name" } });
      expect(row.error?.message).toContain("use a plain file name other than outcome.json");
    },
  );
});
