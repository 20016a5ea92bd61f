import type { PassContext } from "@torrent/core";
import { decodeText } from "../../view/decode.ts";
import type { Identity } from "../identify/identify.ts";
import { profileJson } from "../json/document.ts";
import { profileJsonLines } from "../json/lines.ts";
import { limits } from "../limits.ts";
import { profileLog } from "../log/log.ts";
import type { Report } from "../report.ts";
import { namedDialect } from "../table/dialect.ts";
import { profileTable } from "../table/table.ts";
import { HtmlProfile } from "./html.ts";
import { eachLine, type Line } from "./lines.ts";
import { MboxProfile } from "./mbox.ts";
import { TextProfile } from "./profile.ts";
import { type Signature, signed } from "./signature.ts";
import { isUtf8, transcode } from "./transcode.ts";

/** Text families that are read in a stream, whatever their size. */
export const streamed = ["table", "json", "jsonl", "log", "html", "mbox", "source", "text"] as const;
type Streamed = (typeof streamed)[number];

export const isStreamed = (family: string): family is Streamed => (streamed as readonly string[]).includes(family);

/** Facts of a text component by the reader of its family. */
export const profileText = async (
  context: PassContext,
  identity: Identity,
  head: Buffer,
  report: Report,
  signature: Signature,
): Promise<Record<string, unknown>> => {
  const { signal, component } = context;
  const { charset } = identity;
  const hasOffsets = isUtf8(charset);
  const stream = transcode(context.bytes(), charset);
  const chunks = signed(stream, signature);
  const options = { signal, hasOffsets, isSlice: component.slice !== undefined };
  const isContinued = (component.slice?.index ?? 0) > 0;
  const profile = new TextProfile(report, hasOffsets);
  const lines = async (visit: (line: Line) => void): Promise<void> => {
    await eachLine(chunks, { signal, limit: limits.line }, visit);
  };
  switch (identity.family as Streamed) {
    case "table": {
      const text = decodeText(head, charset?.name);
      const dialect = namedDialect(text, head.length >= component.bytes);
      return { table: await profileTable(chunks, { ...options, dialect, isContinued }, report) };
    }
    case "json":
      return { json: await profileJson(chunks, options, report) };
    case "jsonl":
      return { jsonLines: await profileJsonLines(chunks, options, report) };
    case "log": {
      const log = await profileLog(chunks, options, report, (line) => profile.visit(line));
      return { log, text: await profile.facts(false) };
    }
    case "html": {
      const html = new HtmlProfile();
      await lines((line) => {
        html.visit(line);
        profile.visit(line);
      });
      return { html: html.facts(), text: await profile.facts() };
    }
    case "mbox": {
      const mbox = new MboxProfile();
      await lines((line) => mbox.visit(line));
      return { mbox: mbox.facts() };
    }
    default:
      await lines((line) => profile.visit(line));
      return { text: await profile.facts(identity.family === "text") };
  }
};
