import * as z from "zod/mini";
import { type ComponentFacts, type ComponentState, componentStates, Defect, type Slice } from "./component.ts";
import { TerminalError } from "./errors.ts";
import { checked } from "./schema.ts";

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

const packSlice = ({ index, offset, line, before, after }: Slice): string =>
  [index, offset, line, before, after].join(":");

const unpackSlice = (packed: string): Slice => {
  const [index = 0, offset = 0, line = 1, before = 0, after = 0] = packed.split(":").map(Number);
  return { index, offset, line, before, after };
};

/** A component's facts and state as object metadata, shortened where they would not fit: first the defect, then the name. */
export const toMetadata = (facts: ComponentFacts, state: ComponentState, plan?: string): Record<string, string> => {
  const fields: Record<string, string> = {
    state,
    name: facts.name.toWellFormed(),
    kind: facts.kind,
    bytes: String(facts.bytes),
    sha256: facts.sha256,
    ...(facts.slice ? { slice: packSlice(facts.slice) } : {}),
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

const Metadata = z.pipe(
  z.object({
    state: z.enum(componentStates),
    name: z.string(),
    kind: z.string(),
    bytes: z.pipe(z.coerce.number(), z.int()).check(z.minimum(0)),
    sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
    slice: z.optional(z.string().check(z.regex(/^\d+(:\d+){4}$/))),
    "defect-kind": z.optional(z.string()),
    defect: z.optional(z.string()),
  }),
  z.transform((m) => {
    const facts: ComponentFacts = { name: m.name, kind: m.kind, bytes: m.bytes, sha256: m.sha256 };
    if (m.slice) facts.slice = unpackSlice(m.slice);
    if (m["defect-kind"]) facts.defect = Defect.parse({ kind: m["defect-kind"], message: m.defect ?? "" });
    return { facts, state: m.state };
  }),
);

/** Parses what `toMetadata` wrote; anything else was written by someone else, and no retry fixes it. */
export const fromMetadata = (metadata: Record<string, string>): { facts: ComponentFacts; state: ComponentState } => {
  const parsed = checked(Metadata, metadata);
  if (parsed.ok) return parsed.value;
  throw new TerminalError("foreign-component", `Not a component's metadata: ${parsed.why.slice(0, 200)}`);
};
