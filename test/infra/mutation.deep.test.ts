import { describe, expect, it } from "vitest";
import { evaluateAll, evaluated } from "./graph.ts";
import { mutants } from "./mutants.ts";
import { unpack } from "./platform.ts";
import { rules } from "./rules.ts";

const platform = await unpack();
if (!platform.ready) console.warn(`skipped: ${platform.why}`);

// One stage and mode after the other: what a mutation leaves alone is compiled once for each.
const turn = ({ stage = "production", mode = "deploy" }: (typeof mutants)[number]) => `${mode} ${stage}`;
// What does not evaluate comes last: its promises fail for a while yet.
const last = ({ caught }: (typeof mutants)[number]) => Number(caught === "evaluates");
const sorted = mutants.toSorted((a, b) => last(a) - last(b) || turn(a).localeCompare(turn(b)));
const graphs = platform.ready
  ? await evaluateAll(
      sorted.map(({ stage = "production", mode = "deploy", file, from, to }) => ({
        stage,
        mode,
        mutation: { file, from, to },
      })),
    )
  : [];

// A forgotten permission is caught by iam.test.ts, which knows the calls.
describe.skipIf(!platform.ready)("where the infrastructure is wrong", () => {
  it.for(sorted.map((mutant, index) => ({ ...mutant, index })))("$what: a rule says so", ({ caught, index }) => {
    const graph = graphs[index];
    if (caught === "evaluates") return expect(graph).toBeInstanceOf(Error);
    const rule = rules[caught];
    if (!rule) throw new Error(`There is no rule "${caught}"`);
    expect(rule(evaluated(graph))).not.toEqual([]);
  });
});
