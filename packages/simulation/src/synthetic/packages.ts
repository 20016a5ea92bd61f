import { collect, type Decompose, digest, type Piece, TerminalError } from "@torrent/core/unstable";
import type { Delivery, Scenario } from "../world/scenario.ts";

/** A run of equal components. */
export interface Batch {
  count: number;
  passes: readonly string[];
  /** What is wrong with them: see `choreography.ts`; `defect` is what decomposition could not open. */
  trouble?: string;
  /** All hold the same bytes. */
  same?: boolean;
  /** Components that the pass `grow` finds in each, and in each of those, and so on. */
  grows?: readonly number[];
}

/** A package of the synthetic choreography. */
export interface SyntheticPackage extends Omit<Delivery, "body"> {
  batches: readonly Batch[];
  /** Decomposition rejects it whole. */
  hostile?: boolean;
}

export interface Component {
  text: string;
  passes: readonly string[];
  trouble: string;
}

/** The components of a delivery, in their order; grown ones are not among them. */
export const componentsOf = ({ name, batches }: SyntheticPackage): Component[] =>
  batches
    .flatMap((batch) => Array.from({ length: batch.count }, () => batch))
    .map(({ passes, trouble = "", same = false, grows }, ordinal) => {
      const growth = grows && passes.includes("grow") ? `grow:${grows.join()};` : "";
      return { text: `${same ? "shared" : `${name} ${ordinal}`} ${trouble}${growth}`, passes, trouble };
    });

/** What the pass `grow` finds inside a component: its text says how many, and how many in each of these, and so on. */
export const childrenOf = (text: string): Component[] => {
  const [whole = "", count = "0", rest] = /grow:(\d+)(?:,([\d,]+))?;/.exec(text) ?? [];
  const inner = rest === undefined ? "" : `grow:${rest};`;
  return Array.from({ length: Number(count) }, (_, ordinal) => ({
    text: `${text.replace(whole, inner)}>${ordinal}`,
    passes: rest === undefined ? ["a", "b"] : ["a", "grow"],
    trouble: "",
  }));
};

/** Every component by its ref, grown ones included, if nothing fails. */
export const everyComponent = (delivery: SyntheticPackage): ReadonlyMap<string, Component> => {
  const all = new Map<string, Component>();
  const add = (ref: string, component: Component): void => {
    all.set(ref, component);
    if (!component.passes.includes("grow")) return;
    for (const [ordinal, child] of childrenOf(component.text).entries()) add(`${ref}/grow/${ordinal}`, child);
  };
  for (const [ordinal, component] of componentsOf(delivery).entries()) add(String(ordinal), component);
  return all;
};

export type SyntheticScenario = Scenario<SyntheticPackage>;

const bytesOf = (delivery: SyntheticPackage): Uint8Array => new TextEncoder().encode(JSON.stringify(delivery));

/** What {@link bytesOf} made the bytes of. */
export const packageIn = (bytes: Uint8Array): SyntheticPackage => JSON.parse(new TextDecoder().decode(bytes));

/** The scenario with its packages as bytes. */
export const delivered = (scenario: SyntheticScenario): Scenario => ({
  ...scenario,
  deliveries: scenario.deliveries.map((delivery) => {
    const { name, at, metadata } = delivery;
    return { name, at, body: bytesOf(delivery), ...(metadata ? { metadata } : {}) };
  }),
});

/** Takes apart what {@link bytesOf} made. */
export const decompose: Decompose = async function* (source) {
  const delivery = packageIn(await collect(source.read()));
  for (const [ordinal, component] of componentsOf(delivery).entries())
    yield pieceOf(`${delivery.name}!/${ordinal}.txt`, component);
  if (delivery.hostile) throw new TerminalError("archive-bomb", `${delivery.name} does not end`);
};

export const pieceOf = (name: string, { text, passes, trouble }: Component): Piece => {
  const body = new TextEncoder().encode(text);
  return {
    name,
    // The kind names the passes that the component goes through.
    kind: passes.join("+") || "none",
    bytes: body.length,
    sha256: digest(text),
    ...(trouble === "defect" ? { defect: { kind: "encrypted-entry", message: "It needs a password" } } : {}),
    body: async function* () {
      yield body;
    },
    release: async () => {},
  };
};
