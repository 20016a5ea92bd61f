import {
  definePass,
  digest,
  type Estimate,
  type Pass,
  registry,
  severities,
  TerminalError,
} from "@torrent/core/unstable";
import { childrenOf, pieceOf } from "./packages.ts";
import type { Process } from "./process.ts";

interface Sketch {
  after?: readonly string[];
  estimate?: Estimate;
  required?: boolean;
}

/** A chain of eight, three that stand alone, one that joins two, two that need a worker, one that is optional, one that hands out components. */
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
  z: {},
  join: { after: ["a", "x"] },
  heavy: { estimate: { seconds: 900, memoryMB: 6000 } },
  heavier: { estimate: { seconds: 900, memoryMB: 6000 }, after: ["heavy"] },
  extra: { required: false },
  grow: {},
  grown: { after: ["grow"] },
};

/**
 * The passes as one process runs them. What one does is a function of the component, as a pass's must be: its text names
 * the passes that fail on it, for ever (`terminal:a`) or as often as they are tried (`transient:b`).
 */
export const simulatedPasses = (process: Process, work: () => Promise<void>, version = 1): ReadonlyMap<string, Pass> =>
  registry(
    Object.entries(sketches).map(([name, { after = [], required = true, estimate = { seconds: 5, memoryMB: 512 } }]) =>
      definePass({
        name,
        version,
        after,
        required,
        accepts: ({ kind }) => kind.split("+").includes(name),
        estimate: () => estimate,
        run: async ({ component, whole, upstream }) => {
          const text = new TextDecoder().decode(await whole());
          await process.call("pass.run", () => `${name} on ${component.name}`, work);
          if (text.includes(`terminal:${name};`)) throw new TerminalError("unreadable", `${name} cannot read ${text}`);
          if (text.includes(`transient:${name};`)) throw new Error(`${name} failed on ${text}`);
          const above = after.map((pass) => String(upstream(pass)?.facts?.mark ?? "")).join();
          const mark = digest(name, String(version), text, above).slice(0, 8);
          return {
            findings: [{ rule: name, title: mark, severity: severities[Number.parseInt(mark[0]!, 16) % 5]! }],
            entities: [{ kind: "word", value: name, text: name, start: 0, end: 1, confidence: 1 }],
            facts: { mark },
            ...(name === "grow" ? { pieces: pieces(component.name, text) } : {}),
          };
        },
      }),
    ),
  );

async function* pieces(name: string, text: string) {
  for (const [ordinal, child] of childrenOf(text).entries()) yield pieceOf(`${name}!/${ordinal}.txt`, child);
}
