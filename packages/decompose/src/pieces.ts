import type { Defect, Piece, Slice } from "@torrent/core/unstable";
import type { Budget, Meter } from "./budget.ts";
import { isCuttable, isSliceable, kindOf } from "./kind.ts";
import type { Damage, RandomAccess, Stored } from "./member.ts";
import { defect, defectOf } from "./member.ts";
import type { Names } from "./names.ts";
import { clip, presentable } from "./names.ts";
import type { Scratch } from "./scratch.ts";
import { slices } from "./slices.ts";
import { stretches } from "./stretches.ts";
import { encodingOf } from "./text.ts";

/** What is shared by everything that is found in one package. */
export interface Job {
  budget: Budget;
  scratch: Scratch;
  names: Names;
}

/** Something found at one place of the package: a piece, or a container of more. */
export interface Item {
  /** Provenance, whole and as it was found. */
  name: string;
  content: AsyncIterable<Uint8Array>;
  bytes: number | undefined;
  /** Where the bytes can be read in any order without being put aside first. */
  random?: RandomAccess;
  /** Containers around it; 0 is the package itself. */
  level: number;
  meter: Meter;
  defect?: Defect;
  warning?: string;
}

/** Makes the piece; from here on its bytes are the consumer's to release. */
export const emit = ({ budget, names }: Job, item: Item, kind: string, stored: Stored, slice?: Slice): Piece => {
  const { name, warning } = presentable(item.name);
  budget.component(name);
  const repeated = (slice?.index ?? 0) === 0 && names.repeats(item.name) ? "The name was here before" : undefined;
  const warnings = [item.warning, warning, repeated].filter((text) => text !== undefined);
  return {
    name,
    kind,
    bytes: stored.bytes,
    sha256: stored.sha256,
    ...(slice && { slice }),
    ...(item.defect && { defect: defect(item.defect.kind, `"${clip(name)}": ${item.defect.message}`) }),
    ...(warnings.length > 0 && { warning: warnings.join("; ") }),
    body: () => stored.read(),
    release: () => stored.release(),
  };
};

/** A thing that is not taken apart further: one piece, or the slices of a huge one. */
export async function* pieces(job: Job, item: Item, head: Uint8Array): AsyncGenerator<Piece> {
  const kind = kindOf(item.name, head);
  const { sliceBytes, binarySliceBytes, sliceOverlapBytes: overlap } = job.budget.limits;
  if (isCuttable(kind)) {
    for await (const { stored, place, failure } of stretches(item.content, job.scratch, {
      limit: binarySliceBytes,
      overlap,
    }))
      yield emit(job, damaged(item, failure), kind, stored, place);
    return;
  }
  if (!isSliceable(kind)) {
    const { stored, damage } = await job.scratch.store(item.content);
    yield emit(job, damaged(item, damage), kind, stored);
    return;
  }
  const cuts = { limit: sliceBytes, overlap, encoding: encodingOf(head), records: kind === "csv" };
  for await (const { chunks, place, failure } of slices(item.content, cuts)) {
    const spool = job.scratch.spool();
    for (const chunk of chunks) await spool.write(chunk);
    yield emit(job, damaged(item, failure), kind, await spool.finish(), place);
  }
}

const damaged = (item: Item, damage: Damage | undefined): Item =>
  damage ? { ...item, defect: defectOf(damage) } : item;
