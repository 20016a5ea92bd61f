import type { StoredResult } from "@torrent/core/unstable";

/** A component with all that its passes found, as correlation reads it. */
export interface SeenComponent {
  ref: string;
  name: string;
  kind: string;
  bytes: number;
  sha256: string;
  findings: { pass: string; finding: StoredResult["findings"][number] }[];
  entities: { pass: string; entity: StoredResult["entities"][number] }[];
  facts: { pass: string; facts: Record<string, unknown> }[];
}

export type SeenFinding = SeenComponent["findings"][number];
