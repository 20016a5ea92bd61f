import { resolved } from "../../choreography/lazy.ts";
import { isTerminal, TerminalError } from "../../errors.ts";
import { packageId } from "../../ids.ts";
import { objectKey, type S3EventRecord } from "../../messages.ts";
import type { ObjectInfo } from "../../ports/object-store.ts";
import type { PackageRow } from "../../ports/package-store.ts";
import { score } from "../../priority/score.ts";
import { seal } from "../../tally/settle.ts";
import { announceEnd, announceOpen, endPackage } from "../complete/announce.ts";
import { sendClassify } from "../messaging/send.ts";
import type { Intake, Pipeline } from "../pipeline.ts";
import { follow } from "../settle/settlement.ts";
import { declaredFactors } from "./declared.ts";
import { writePiece } from "./write-piece.ts";

/** Components written at the same time; each is one request of tens of milliseconds on S3. */
const CONCURRENCY = 16;
const WARNINGS_KEPT = 20;

/**
 * One delivered object becomes one package: registered, decomposed, its components written, sealed and sent to
 * classification. Every step repeats without effect, so that the next delivery repairs a crash anywhere.
 */
export const intake = async (pipeline: Intake, record: S3EventRecord): Promise<PackageRow | undefined> => {
  const key = objectKey(record);
  const row = await packageOf(pipeline, key, record);
  if (!row) return undefined;
  await announceEnd(pipeline, row);
  // A later round is fanned out by its own message; a late event of round 1 has nothing to add to it.
  const done = row.round > 1 || row.fannedOut || (row.state !== "intake" && row.state !== "open");
  if (done) return row;
  const opened = row.state === "open" ? row : await open(pipeline, row);
  return opened?.state === "open" ? fanOut(pipeline, opened, opened.components ?? 0) : opened;
};

/** Decomposes the package and records how many components it has; rejects it where that cannot be done. */
const open = async (pipeline: Intake, row: PackageRow): Promise<PackageRow | undefined> => {
  const { cloud } = pipeline;
  try {
    const found = await decomposeInto(pipeline, row);
    const patch = {
      state: "open" as const,
      components: found.components,
      slots: found.components,
      ...found.warnings,
      updatedAt: cloud.clock.now(),
    };
    return (await cloud.packages.transition(row.id, { from: ["intake"], round: 1 }, patch))?.row;
  } catch (error) {
    if (isTerminal(error)) return reject(pipeline, row.id, error);
    throw error;
  }
};

/** The package that an event under `inbox/` announces; registered by the first event that names it. */
export const packageOf = async (
  pipeline: Pipeline,
  key: string,
  record: S3EventRecord,
): Promise<PackageRow | undefined> => {
  if (!key.startsWith("inbox/") || key.endsWith("/")) return undefined;
  const info = await pipeline.cloud.objects.head(key);
  return (await pipeline.cloud.packages.register(newPackage(pipeline, key, record, info))).row;
};

/** Ends a package that cannot be taken in, with the reason. */
export const reject = async (
  pipeline: Pipeline,
  id: string,
  { kind, message }: Pick<TerminalError, "kind" | "message">,
): Promise<PackageRow | undefined> => {
  const patch = { state: "rejected" as const, error: { kind, message: message.slice(0, 300) } };
  return (await endPackage(pipeline, id, { from: ["intake"] }, patch))?.row;
};

const newPackage = (pipeline: Pipeline, key: string, record: S3EventRecord, info?: ObjectInfo): PackageRow => {
  const { clock, objects } = pipeline.cloud;
  const { object } = record.s3;
  const version = info?.version ?? info?.etag ?? object.versionId ?? object.eTag ?? "";
  const now = clock.now();
  const { name, factors, deadlineHours, toleratedFailurePercent } = declaredFactors(
    info?.metadata ?? {},
    pipeline.priority,
  );
  return {
    id: packageId(objects.bucket, key, version),
    name: name ?? key.slice("inbox/".length),
    key,
    version,
    bytes: info?.bytes ?? object.size ?? 0,
    state: "intake",
    round: 1,
    createdAt: now,
    updatedAt: now,
    deadlineAt: now + (deadlineHours ?? pipeline.topology.deadlineHours) * 3_600_000,
    declared: factors,
    priority: score(factors, pipeline.priority),
    ...(toleratedFailurePercent ? { toleratedFailurePercent } : {}),
  };
};

interface Found {
  components: number;
  warnings: Pick<PackageRow, "warnings" | "warningCount">;
}

const decomposeInto = async (pipeline: Intake, row: PackageRow): Promise<Found> => {
  const { cloud, scratchDir } = pipeline;
  const { limits } = pipeline.topology;
  const decompose = await resolved(pipeline.decompose);
  const source = {
    // The delivered file's own name: its extension may say what the bytes do not.
    name: row.key.slice(row.key.lastIndexOf("/") + 1),
    bytes: row.bytes,
    read: async function* (range?: { start: number; end: number }) {
      const object = await cloud.objects.get(row.key, range);
      if (!object) throw new TerminalError("missing-object", `${row.key} no longer exists; deliver it again`);
      yield* object.body;
    },
  };
  const warnings: NonNullable<PackageRow["warnings"]> = [];
  let warningCount = 0;
  let components = 0;
  const writing = new Set<Promise<void>>();
  let failure: unknown;
  try {
    for await (const piece of decompose(source, { limits, scratchDir })) {
      if (components >= limits.components) {
        await piece.release();
        throw new TerminalError(
          "too-many-components",
          `More than ${limits.components} components; send the package in parts, or see topology.limits.components`,
        );
      }
      if (piece.warning) {
        warningCount += 1;
        if (warnings.length < WARNINGS_KEPT) warnings.push({ entry: piece.name, message: piece.warning });
      }
      const one = writePiece(pipeline, row.id, String(components), piece)
        .catch((error: unknown) => {
          failure ??= error;
        })
        .finally(() => writing.delete(one));
      writing.add(one);
      components += 1;
      if (writing.size >= CONCURRENCY) await Promise.race(writing);
      if (failure) break;
    }
  } finally {
    await Promise.all(writing);
  }
  if (failure) throw failure;
  return { components, warnings: warningCount > 0 ? { warnings, warningCount } : {} };
};

/** Seals the tree and sends every component to classification; a later delivery finds `fannedOut` and stops there. */
const fanOut = async (pipeline: Pipeline, row: PackageRow, components: number): Promise<PackageRow> => {
  const { cloud } = pipeline;
  const { id: packageId, round } = row;
  await announceOpen(pipeline, row);
  await follow(pipeline, [], await seal(cloud.tally, { packageId, round, tree: "" }, components));
  for (let first = 0; first < components; first += 1000) {
    const size = Math.min(1000, components - first);
    const targets = Array.from({ length: size }, (_, n) => ({
      tree: "",
      slot: first + n,
      component: String(first + n),
    }));
    await sendClassify(pipeline, packageId, round, targets);
  }
  const patch = { fannedOut: true, updatedAt: cloud.clock.now() };
  const done = await cloud.packages.transition(packageId, { from: ["open", "aggregating"], round }, patch);
  return done?.row ?? row;
};
