import { readFileSync } from "node:fs";
import { registerHooks, stripTypeScriptTypes } from "node:module";
import { fileURLToPath } from "node:url";
import type { Mutant } from "./mutants.ts";

const packages = new URL("../../", import.meta.url);

/** From now on the mutant's file loads with its fault in it. Whatever imports it must be loaded afterwards. */
export const mutate = ({ name, file, find, replace }: Mutant): void => {
  const target = new URL(file, packages).href;
  const source = readFileSync(fileURLToPath(target), "utf8");
  const times = source.split(find).length - 1;
  if (times !== 1) throw new Error(`Mutant "${name}": its text is in ${file} ${times} times; it must be there once`);
  registerHooks({
    load: (url, context, next) =>
      url === target
        ? { format: "module", source: stripTypeScriptTypes(source.replace(find, () => replace)), shortCircuit: true }
        : next(url, context),
  });
};
