import { tmpdir } from "node:os";
import { limits as defaultLimits, type Limits, type Piece } from "@torrent/core/unstable";
import { type Embedded, takeEmbedded } from "@torrent/decompose/unstable";
import type { PassContext, PassOutput } from "../../analysis-pass.ts";
import type { Finding } from "../../findings.ts";
import { identify } from "../structure/identify/identify.ts";
import { type EmbeddedFile, holdsFiles } from "../structure/parse/embedded/file.ts";
import { extractIsolated } from "../structure/parse/isolated.ts";
import { Report } from "../structure/report.ts";
import { readHead, readWhole } from "../structure/source.ts";

/** One document may not cost what a package may. */
const limits: Limits = { ...defaultLimits, components: 20_000, totalBytes: 2 ** 30 };

async function* members(files: readonly EmbeddedFile[]): AsyncIterable<Embedded> {
  for (const { name, bytes } of files)
    yield {
      name,
      content: (async function* () {
        yield bytes;
      })(),
    };
}

/** The engine puts the document's provenance before the names again: this pass does not see where the document lies. */
async function* below(document: string, pieces: AsyncIterable<Piece>): AsyncIterable<Piece> {
  const prefix = `${document}!/`;
  for await (const piece of pieces) {
    const { name } = piece;
    yield { ...piece, name: name.startsWith(prefix) ? name.slice(prefix.length) : name };
  }
}

const notTaken = (name: string): Finding => ({
  rule: "embedded-file-left",
  title: "A file in the document that was not taken out: there is too much in it",
  severity: "low",
  context: name.slice(0, 200),
});

/** Takes out what structure analysis has counted; a document in which it counted nothing is not opened again. */
export const unpack = async (context: PassContext): Promise<PassOutput> => {
  const { component, signal } = context;
  if (context.upstream("structure")?.facts?.embedded === 0) return { facts: { files: 0 } };
  const { family, format } = await identify(await readHead(context), component);
  if (!holdsFiles(family)) return { facts: { files: 0 } };
  const report = new Report();
  const bytes = await readWhole(context, family, report);
  if (!bytes) return { facts: { files: 0 }, truncated: true };
  const { files, left } = await extractIsolated({ extract: true, family, format, bytes }, context);
  for (const name of left) report.find(notTaken(name));
  report.facts.files = files.length;
  if (left.length > 0) report.cut();
  const output = report.output();
  if (files.length === 0) return output;
  const pieces = takeEmbedded(component, members(files), { limits, scratchDir: tmpdir(), signal });
  return { ...output, pieces: below(component.name, pieces) };
};
