import type { ByteRange, Decompose, Piece } from "@torrent/core/unstable";
import { TerminalError } from "@torrent/core/unstable";
import { abortable } from "./abortable.ts";
import { Budget, Meter } from "./budget.ts";
import { NOTHING, once, peek } from "./bytes.ts";
import { withCompanions } from "./companions.ts";
import { decompress } from "./compressed.ts";
import type { Format } from "./formats.ts";
import { formatOf, mayEndAsZip, packagedKind, uncompressedName, unopenable } from "./formats.ts";
import { HEAD_BYTES } from "./kind.ts";
import { mboxMembers } from "./mbox.ts";
import type { Member } from "./member.ts";
import { Damage, defectOf } from "./member.ts";
import { Names, unsafeName, within } from "./names.ts";
import type { Item, Job } from "./pieces.ts";
import { emit, pieces } from "./pieces.ts";
import { Scratch } from "./scratch.ts";
import type { Zip } from "./zip.ts";

/** Entries of a zip that are looked at to tell a document from an archive. */
const TELLING_NAMES = 256;

/**
 * See the contract in core. What cannot be opened rejects the package where it is the package itself; within a package
 * it becomes a raw piece with a defect. Memory: two slices (`limits.sliceBytes`), 32 MiB of small pieces, a few MiB per
 * level of nesting; a consumer that holds many pieces unreleased costs scratch space, not memory.
 */
export const decompose: Decompose = async function* (delivered, { limits, scratchDir, signal }) {
  const source = { ...delivered, read: (range?: ByteRange) => abortable(delivered.read(range), signal) };
  const budget = new Budget(limits, signal);
  const job: Job = { budget, scratch: new Scratch(scratchDir), names: new Names() };
  const meter = new Meter(budget, source.name, source.bytes);
  const content = meter.count(source.read());
  let complete = false;
  try {
    yield* takeApart(job, { name: source.name, content, bytes: source.bytes, random: source, level: 0, meter });
    complete = true;
  } finally {
    if (!complete) await job.scratch.destroy();
  }
};

/** A file that the reader of a document found in it; `name` is untrusted. */
export type Embedded = Pick<Member, "name" | "content">;

async function* guarded(files: AsyncIterable<Embedded>, signal: AbortSignal | undefined): AsyncGenerator<Embedded> {
  for await (const file of files) {
    signal?.throwIfAborted();
    yield { ...file, content: abortable(file.content, signal) };
  }
}

/**
 * The pieces of files that were found inside a document, in their order and taken apart like any package's, with the
 * document before them in their provenance. The document's own bytes count for the ratio; what is wrong with one of the files
 * is that one's defect, and only a limit ends it all.
 */
export const takeEmbedded = async function* (
  document: { name: string; bytes: number },
  files: AsyncIterable<Embedded>,
  { limits, scratchDir, signal }: Parameters<Decompose>[1],
): AsyncIterable<Piece> {
  const budget = new Budget(limits, signal);
  const job: Job = { budget, scratch: new Scratch(scratchDir), names: new Names() };
  const { name, bytes } = document;
  const item: Item = { name, bytes, content: once(NOTHING), level: 0, meter: new Meter(budget, name, bytes) };
  let complete = false;
  try {
    yield* members(job, item, guarded(files, signal), bytes);
    complete = true;
  } finally {
    if (!complete) await job.scratch.destroy();
  }
};

async function* takeApart(job: Job, found: Item): AsyncGenerator<Piece> {
  const { head, content } = await peek(found.content, HEAD_BYTES);
  const item: Item = { ...found, content };
  try {
    if (item.level > 0 && head.length === 0) return yield* pieces(job, item, head);
    const format = formatOf(item.name, head);
    const refusal = unopenable(item.name, head, format);
    const isGuess = format === undefined && mayEndAsZip(item.name, head);
    if (isGuess && item.level <= job.budget.limits.depth) return yield* hiddenZip(job, item, head, refusal);
    if (refusal) {
      const damage = new Damage(refusal.kind, refusal.message);
      if (item.level === 0) throw rejection(item, damage);
      return yield* pieces(job, { ...item, defect: defectOf(damage) }, head);
    }
    if (!format) return yield* pieces(job, item, head);
    if (item.level > job.budget.limits.depth)
      return yield* pieces(job, { ...item, defect: tooDeep(job.budget.limits.depth) }, head);
    // Readers are loaded when something is of their format: a cold function starts with few of them.
    yield* format === "zip" ? zip(job, item) : stream(job, item, format);
  } finally {
    await content.return(undefined);
  }
}

/** Something whose name says that it is or may hold a zip, though it does not begin as one. */
async function* hiddenZip(
  job: Job,
  item: Item,
  head: Uint8Array,
  refusal: { kind: string; message: string } | undefined,
): AsyncGenerator<Piece> {
  const nested = item.random ? undefined : await job.scratch.store(item.content);
  const random = item.random ?? nested!.stored;
  try {
    const { openZip } = await import("./zip.ts");
    const opened = await openZip(random, () => job.budget.entry(item.name));
    const held = { ...item, content: random.read(), random };
    if (opened.isFound && !nested?.damage) return yield* zip(job, held);
    const damage = nested?.damage ?? (refusal && new Damage(refusal.kind, refusal.message));
    if (damage && item.level === 0) throw rejection(item, damage);
    yield* pieces(job, damage ? { ...held, defect: defectOf(damage) } : held, head);
  } finally {
    await nested?.stored.release();
  }
}

const tooDeep = (depth: number) => ({
  kind: "depth-limit",
  message: `Archives are opened ${depth} levels deep: send this one as a package of its own`,
});

const rejection = (item: Item, damage: Damage): TerminalError => {
  const help = damage.kind === "truncated-archive" ? ". The upload seems incomplete: send the package again" : "";
  return new TerminalError(damage.kind, `"${item.name}": ${damage.message}${help}`, { cause: damage });
};

/** A zip is read out of order, so a nested one is put aside first. */
async function* zip(job: Job, item: Item): AsyncGenerator<Piece> {
  const nested = item.random ? undefined : await job.scratch.store(item.content);
  const access = item.random ?? nested!.stored;
  const asOne = async (kind: string, damage?: Damage): Promise<Piece> => {
    const stored = nested?.stored ?? (await job.scratch.store(access.read())).stored;
    return emit(job, damage ? { ...item, defect: defectOf(damage) } : item, kind, stored);
  };
  if (nested?.damage) return yield await asOne("archive", nested.damage);
  const { openZip } = await import("./zip.ts");
  const opened = await openZip(access, () => job.budget.entry(item.name));
  const document = await documentKind(opened);
  if (document instanceof Damage) {
    if (item.level === 0) throw rejection(item, document);
    return yield await asOne("archive", document);
  }
  if (document) return yield await asOne(document);
  try {
    yield* members(job, item, opened.members(), access.bytes);
  } finally {
    await nested?.stored.release();
  }
}

const documentKind = async (zip: Zip): Promise<string | Damage | undefined> => {
  try {
    return packagedKind(await zip.firstNames(TELLING_NAMES));
  } catch (error) {
    if (error instanceof Damage) return error;
    throw error;
  }
};

async function* stream(job: Job, item: Item, format: Exclude<Format, "zip">): AsyncGenerator<Piece> {
  const onEntry = (): void => job.budget.entry(item.name);
  switch (format) {
    case "tar":
      return yield* members(job, item, (await import("./tar.ts")).tarMembers(item.content, onEntry), item.bytes);
    case "mbox":
      return yield* members(job, item, mboxMembers(item.content), item.bytes);
    case "mail":
      return yield* members(job, item, (await import("./mail.ts")).mailMembers(item.content, job.scratch), item.bytes);
    case "gzip":
    case "zstd":
      return yield* compressed(job, item, format);
  }
}

/** A compressed tar is one container, not two. */
async function* compressed(job: Job, item: Item, by: "gzip" | "zstd"): AsyncGenerator<Piece> {
  const meter = item.meter.inner(item.name, item.bytes);
  const name = uncompressedName(item.name);
  const { head, content } = await peek(meter.count(decompress(item.content, by)), HEAD_BYTES);
  try {
    if (formatOf(name, head) === "tar") {
      const { tarMembers } = await import("./tar.ts");
      const list = tarMembers(content, () => job.budget.entry(item.name));
      yield* members(job, { ...item, meter }, list, undefined);
    } else yield* takeApart(job, { ...inner(item, { name, content }), content, meter, bytes: undefined });
  } finally {
    await content.return(undefined);
  }
}

async function* members(
  job: Job,
  item: Item,
  list: AsyncIterable<Member>,
  bytesIn: number | undefined,
): AsyncGenerator<Piece> {
  const meter = item.meter.inner(item.name, bytesIn);
  let found = 0;
  try {
    for await (const member of withCompanions(counted(list, meter), job.scratch)) {
      found++;
      if (member.stored) yield emit(job, { ...item, ...flaws(item, member) }, "mail", member.stored);
      else yield* takeApart(job, { ...inner(item, member), meter });
    }
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    if (error.kind === "overlapping-entries" || (found === 0 && item.level === 0)) throw rejection(item, error);
    const { stored } = await job.scratch.store(once(NOTHING));
    yield emit(job, { ...item, defect: defectOf(error) }, "archive", stored);
  }
}

async function* counted(list: AsyncIterable<Member>, meter: Meter): AsyncGenerator<Member> {
  for await (const member of list) yield member.stored ? member : { ...member, content: meter.count(member.content) };
}

/** What is wrong with a container's name is wrong with the names of its members. */
const flaws = (item: Item, member: Member): Pick<Item, "defect" | "warning"> => {
  const defect = member.defect ?? unsafeName(member.name) ?? item.defect;
  const warnings = [item.warning, member.warning].filter((text) => text !== undefined);
  return { ...(defect && { defect }), ...(warnings.length > 0 && { warning: warnings.join("; ") }) };
};

const inner = (item: Item, member: Member): Item => ({
  name: within(item.name, member.name),
  content: member.content,
  bytes: member.bytes,
  level: item.level + 1,
  meter: item.meter,
  ...flaws(item, member),
});
