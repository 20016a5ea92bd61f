import {
  type AnyPass,
  defineChoreography,
  definePass,
  defineReducer,
  defineSubscriber,
  digest,
  type Estimate,
  type Piece,
  TerminalError,
} from "@torrent/core/unstable";
import { z } from "zod";
import { childrenOf, decompose, pieceOf } from "./packages.ts";

interface Sketch {
  after?: readonly string[];
  estimate?: Estimate;
  required?: boolean;
}

/** A chain of eight, two that stand alone, one that joins two, two that need a worker, one that is optional, one that hands out components. */
export const sketches: Record<string, Sketch> = {
  a: {},
  b: { after: ["a"] },
  c: { after: ["b"] },
  d: { after: ["c"] },
  e: { after: ["d"] },
  f: { after: ["e"] },
  g: { after: ["f"] },
  h: { after: ["g"] },
  x: {},
  y: {},
  join: { after: ["a", "x"] },
  heavy: { estimate: { seconds: 900, memoryMB: 6000 } },
  heavier: { estimate: { seconds: 900, memoryMB: 6000 }, after: ["heavy"] },
  extra: { required: false },
  grow: {},
  grown: { after: ["grow"] },
};

const Output = z.object({ mark: z.string() });
type Output = z.infer<typeof Output>;

/** What these passes see, by any name. */
interface Context {
  component: { name: string };
  text(): Promise<string>;
  upstream: Readonly<Record<string, Output | undefined>>;
  grow(piece: Piece): Promise<void>;
}

/**
 * What a pass does is a function of the component: its text names the passes that fail on it, for ever (`terminal:a`) or as
 * often as they are tried (`transient:b`).
 */
const passOf = (
  name: string,
  { after = [], required = true, estimate }: Sketch,
  known: readonly AnyPass[],
): AnyPass => {
  const run = async ({ component, text: read, upstream, grow }: Context): Promise<Output> => {
    const text = await read();
    if (text.includes(`terminal:${name};`)) throw new TerminalError("unreadable", `${name} cannot read ${text}`);
    if (text.includes(`transient:${name};`)) throw new Error(`${name} failed on ${text}`);
    const above = after.map((pass) => upstream[pass]?.mark ?? "").join();
    if (name === "grow")
      for (const [ordinal, child] of childrenOf(text).entries())
        await grow(pieceOf(`${component.name}!/${ordinal}.txt`, child));
    return { mark: digest(name, "1", text, above).slice(0, 8) };
  };
  return definePass({
    name,
    version: 1,
    after: after.flatMap((before) => known.find((pass) => pass.name === before) ?? []),
    required,
    cache: "package",
    accepts: ({ kind }) => kind.split("+").includes(name),
    estimate: () => estimate ?? { seconds: 5, memoryMB: 512 },
    output: Output,
    counts: () => ({ marks: 1 }),
    factors: ({ mark }) => ({ urgency: Number.parseInt(mark[0] ?? "0", 16) / 16 }),
    run: run as (context: unknown) => Promise<Output>,
  });
};

const passes: AnyPass[] = [];
for (const [name, sketch] of Object.entries(sketches)) passes.push(passOf(name, sketch, passes));

/** Where each mark was left, in the order of the slots, and how many there are of each beginning. */
const marks = defineReducer({
  version: 1,
  of: passes,
  empty: () => ({ where: [] as string[], beginnings: new Map<string, number>() }),
  add: (sum, { ref, results }, line) => {
    for (const [pass, output] of Object.entries(results)) {
      const { mark } = output as Output;
      sum.where.push(`${ref} ${pass}`);
      sum.beginnings.set(mark[0] ?? "", (sum.beginnings.get(mark[0] ?? "") ?? 0) + 1);
      line(`${ref} ${pass} ${mark}`);
    }
    return sum;
  },
  merge: (a, b) => {
    for (const [beginning, count] of b.beginnings)
      a.beginnings.set(beginning, (a.beginnings.get(beginning) ?? 0) + count);
    return { where: [...a.where, ...b.where], beginnings: a.beginnings };
  },
  finish: ({ where }) => ({ marks: where.length }),
  toJSON: ({ where, beginnings }) => ({ where, beginnings: Object.fromEntries(beginnings) }),
  fromJSON: (json) => {
    const { where, beginnings } = json as { where: string[]; beginnings: Record<string, number> };
    return { where, beginnings: new Map(Object.entries(beginnings)) };
  },
  lines: { file: "marks.txt", contentType: "text/plain" },
});

/** Books each end once. */
const ledger = defineSubscriber({
  name: "ledger",
  of: marks,
  run: async ({ key, result }, { once }) => void (await once("book", async () => ({ key, marks: result?.marks }))),
});

/** Refuses some packages, at once or as often as it is told: by the number of their marks. */
const fussy = defineSubscriber({
  name: "fussy",
  of: marks,
  when: ["open", "complete", "partial", "failed", "rejected", "cancelled"],
  run: ({ result }) => {
    const rest = (result?.marks ?? 0) % 5;
    if (rest === 1) throw new TerminalError("refused", "One mark too many");
    if (rest === 4) throw new Error("One mark too few");
  },
});

/** What the engine itself is tested with: packages that say themselves what happens to them. */
export const choreography = defineChoreography({
  name: "synthetic",
  decompose,
  passes,
  counts: ["marks"],
  reduce: marks,
  onComplete: [ledger, fussy],
});
