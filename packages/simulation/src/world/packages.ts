import { type Decompose, digest, type Piece, TerminalError } from "@torrent/core/unstable";

/** A run of equal components. */
export interface Batch {
  count: number;
  passes: readonly string[];
  /** What is wrong with them: see `simulatedPasses`; `defect` is what decomposition could not open. */
  trouble?: string;
  /** All hold the same bytes. */
  same?: boolean;
  /** Components that the pass `grow` finds in each, and in each of those, and so on. */
  grows?: readonly number[];
}

/** What is delivered. */
export interface Delivery {
  name: string;
  /** Milliseconds after the start of the run. */
  at: number;
  batches: readonly Batch[];
  /** Decomposition rejects it whole. */
  hostile?: boolean;
  metadata?: Record<string, string>;
}

export interface Component {
  text: string;
  passes: readonly string[];
  trouble: string;
}

/** The components of a delivery, in their order; grown ones are not among them. */
export const componentsOf = ({ name, batches }: Delivery): Component[] =>
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
export const everyComponent = (delivery: Delivery): ReadonlyMap<string, Component> => {
  const all = new Map<string, Component>();
  const add = (ref: string, component: Component): void => {
    all.set(ref, component);
    if (!component.passes.includes("grow")) return;
    for (const [ordinal, child] of childrenOf(component.text).entries()) add(`${ref}/grow/${ordinal}`, child);
  };
  for (const [ordinal, component] of componentsOf(delivery).entries()) add(String(ordinal), component);
  return all;
};

export const bytesOf = (delivery: Delivery): Uint8Array => new TextEncoder().encode(JSON.stringify(delivery));

/** Takes apart what {@link bytesOf} made. */
export const decompose: Decompose = async function* (source) {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of source.read()) text += decoder.decode(chunk, { stream: true });
  const delivery = JSON.parse(text) as Delivery;
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
