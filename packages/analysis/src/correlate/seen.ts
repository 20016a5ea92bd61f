import type { StoredEntity, StoredFinding } from "../findings.ts";

/** A component with all that its passes found, as correlation reads it. */
export interface SeenComponent {
  ref: string;
  name: string;
  kind: string;
  bytes: number;
  sha256: string;
  findings: { pass: string; finding: StoredFinding }[];
  entities: { pass: string; entity: StoredEntity }[];
  facts: { pass: string; facts: Record<string, unknown> }[];
}

export type SeenFinding = SeenComponent["findings"][number];
