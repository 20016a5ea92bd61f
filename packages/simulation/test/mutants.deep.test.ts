import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { mutants } from "../src/mutants.ts";

const run = promisify(execFile);
const hunt = fileURLToPath(new URL("../src/hunt.ts", import.meta.url));
// Nothing else of the tests' environment is the hunt's.
const { NODE_COMPILE_CACHE } = process.env;
const flags = ["--conditions=@torrent/source", "--disable-warning=ExperimentalWarning"];

describe("the checks catch", () => {
  for (const { name } of mutants)
    it(name, { timeout: 240_000 }, async () => {
      const { stdout } = await run(process.execPath, [...flags, hunt, name], { env: { NODE_COMPILE_CACHE } });
      expect(stdout, "no run broke an invariant").toMatch(/I[1-7]: |unhandled: /);
    });
});
