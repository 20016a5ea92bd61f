import { countOf, formatBytes, formatDuration } from "@torrent/core/format";
import { buildPack, describeErrors, PackError } from "@torrent/patterns";
import { UsageError } from "../errors.ts";
import { type Io, json } from "../io.ts";

/** Compiles pattern packs into one artefact; errors name the file and line. */
export const build = async (
  packs: readonly string[],
  options: { out: string; json?: boolean },
  io: Io,
): Promise<void> => {
  const summary = await buildPack(packs, options.out).catch((error: unknown) => {
    const isFile = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (error instanceof PackError || isFile) throw new UsageError((error as Error).message, { cause: error });
    throw error;
  });
  for (const { id, lane, reason, detail } of summary.quarantined)
    io.err.write(`${lane === "slow" ? "slow lane" : "not used"}: ${id}: ${reason}: ${detail}\n`);
  if (summary.unsupported.length > 0) io.err.write(`not supported:\n${describeErrors(summary.unsupported)}\n`);
  if (options.json) return json(io, summary);
  const { rules, literals, regexes, bytes, seconds, out, content } = summary;
  io.out.write(
    `${out}  ${countOf(rules, "rule")} (${countOf(literals, "literal")}, ${countOf(regexes, "regex")}), ${formatBytes(bytes)} in ${formatDuration(seconds * 1000)}, ${content.slice(0, 12)}\n`,
  );
};
