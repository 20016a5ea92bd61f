import * as z from "zod";
import { type ComponentFacts, type ComponentState, componentStates, Defect } from "./component.ts";
import { TerminalError } from "./errors.ts";

/** Below S3's 2 KB of user metadata, counted as stored (non-ASCII percent-encoded), names of the fields included. */
const BUDGET = 1900;

const stored = (value: string): number => encodeURIComponent(value).length;

const shorten = (value: string, excess: number): string => {
  let cut = value;
  const target = stored(value) - excess;
  while (stored(cut) > target && cut.length > 1) cut = cut.slice(0, -Math.max(1, Math.floor(cut.length / 16)));
  // A cut may not leave half a surrogate pair behind.
  return `${cut.replace(/[\uD800-\uDBFF]$/, "")}…`;
};

/** A component's facts and state as object metadata, shortened where they would not fit: first the defect, then the name. */
export const toMetadata = (facts: ComponentFacts, state: ComponentState, plan?: string): Record<string, string> => {
  const fields: Record<string, string> = {
    state,
    name: facts.name.toWellFormed(),
    kind: facts.kind,
    bytes: String(facts.bytes),
    sha256: facts.sha256,
    ...(facts.slice ? { slice: `${facts.slice.index}:${facts.slice.offset}` } : {}),
    ...(facts.defect ? { "defect-kind": facts.defect.kind, defect: facts.defect.message.toWellFormed() } : {}),
    ...(plan ? { plan } : {}),
  };
  const excess = () =>
    Object.entries(fields).reduce((sum, [key, value]) => sum + key.length + stored(value), 0) - BUDGET;
  for (const key of ["defect", "plan", "name"]) {
    const value = fields[key];
    if (value !== undefined && excess() > 0) fields[key] = shorten(value, Math.min(excess() + 12, stored(value) - 60));
  }
  return fields;
};

const Metadata = z
  .object({
    state: z.enum(componentStates),
    name: z.string(),
    kind: z.string(),
    bytes: z.coerce.number().int().min(0),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    slice: z
      .string()
      .regex(/^\d+:\d+$/)
      .optional(),
    "defect-kind": z.string().optional(),
    defect: z.string().optional(),
  })
  .transform((m) => {
    const [index = 0, offset = 0] = (m.slice ?? "").split(":").map(Number);
    const facts: ComponentFacts = { name: m.name, kind: m.kind, bytes: m.bytes, sha256: m.sha256 };
    if (m.slice) facts.slice = { index, offset };
    if (m["defect-kind"]) facts.defect = Defect.parse({ kind: m["defect-kind"], message: m.defect ?? "" });
    return { facts, state: m.state };
  });

/** Parses what `toMetadata` wrote; anything else was written by someone else, and no retry mends it. */
export const fromMetadata = (metadata: Record<string, string>): { facts: ComponentFacts; state: ComponentState } => {
  const parsed = Metadata.safeParse(metadata);
  if (parsed.success) return parsed.data;
  throw new TerminalError(
    "foreign-component",
    `Not a component's metadata: ${z.prettifyError(parsed.error).slice(0, 200)}`,
  );
};
