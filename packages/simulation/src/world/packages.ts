import { type Decompose, digest, type Piece, TerminalError } from "@torrent/core";
import { kindOf } from "./passes.ts";

/** A run of equal components. */
export interface Batch {
  count: number;
  passes: readonly string[];
  /** What is wrong with them: see `simulatedPasses`; `defect` is what decomposition could not open. */
  trouble?: string;
  /** All hold the same bytes. */
  same?: boolean;
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

/** The components of a delivery, in their order. */
export const componentsOf = ({
  name,
  batches,
}: Delivery): { text: string; passes: readonly string[]; trouble: string }[] =>
  batches
    .flatMap((batch) => Array.from({ length: batch.count }, () => batch))
    .map(({ passes, trouble = "", same = false }, ordinal) => ({
      text: same ? `shared ${trouble}` : `${name} ${ordinal} ${trouble}`,
      passes,
      trouble,
    }));

export const bytesOf = (delivery: Delivery): Uint8Array => new TextEncoder().encode(JSON.stringify(delivery));

/** Takes apart what {@link bytesOf} made. */
export const decompose: Decompose = async function* (source) {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of source.read()) text += decoder.decode(chunk, { stream: true });
  const delivery = JSON.parse(text) as Delivery;
  for (const [ordinal, component] of componentsOf(delivery).entries())
    yield piece(`${delivery.name}!/${ordinal}.txt`, component);
  if (delivery.hostile) throw new TerminalError("archive-bomb", `${delivery.name} does not end`);
};

const piece = (name: string, { text, passes, trouble }: ReturnType<typeof componentsOf>[number]): Piece => {
  const body = new TextEncoder().encode(text);
  return {
    name,
    kind: kindOf(passes),
    bytes: body.length,
    sha256: digest(text),
    ...(trouble === "defect" ? { defect: { kind: "encrypted-entry", message: "It needs a password" } } : {}),
    body: async function* () {
      yield body;
    },
    release: async () => {},
  };
};
