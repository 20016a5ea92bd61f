import type { PassContext, PassOutput } from "../../analysis-pass.ts";
import { profileArchive } from "./archive/archive.ts";
import { profileBinary } from "./binary.ts";
import { profileExecutable } from "./executable/executable.ts";
import { type Identity, identify } from "./identify/identify.ts";
import { flagMismatch } from "./identify/mismatch.ts";
import { inOwnPart } from "./own-part.ts";
import { isDocument, profileDocument } from "./parse/profile-document.ts";
import { Report } from "./report.ts";
import { flagSensitiveName } from "./source/sensitive-names.ts";
import { readHead, readWhole } from "./source.ts";
import { endsWithReturn, isStreamed, profileText } from "./text/profile-text.ts";
import { Signature, signatureOf } from "./text/signature.ts";
import { timelineOf } from "./timeline-events.ts";
import { flagUnread } from "./unread.ts";

const shape = async (
  context: PassContext,
  identity: Identity,
  head: Buffer,
  report: Report,
  signature: Signature,
): Promise<Record<string, unknown>> => {
  const { family, format } = identity;
  if (isStreamed(family)) return profileText(context, identity, head, report, signature);
  if (isDocument(family)) {
    await profileDocument(context, identity, report);
    return {};
  }
  if (family === "archive") return { archive: await profileArchive(context, identity, head, report) };
  if (family === "executable") {
    const bytes = (await readWhole(context, family, report)) ?? head;
    return {
      executable: profileExecutable(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), format, report),
    };
  }
  if (family === "empty") return {};
  const unread = context.component.slice ? undefined : flagUnread(head, report);
  return { ...(unread ? { format: unread } : {}), binary: await profileBinary(context) };
};

/** Tells what a component is, then hands it to the reader of that family. */
export const analyze = (context: PassContext): Promise<PassOutput> => inOwnPart(context, analyzeOwn);

const analyzeOwn = async (context: PassContext): Promise<PassOutput> => {
  const report = new Report();
  const head = await readHead(context);
  const { component } = context;
  const identity = await identify(head, component);
  const { family, format, mime, charset } = identity;
  Object.assign(report.facts, {
    family,
    format,
    mime,
    ...(isStreamed(family) && endsWithReturn(head) ? { lineEnd: "CR" } : {}),
    ...(charset ? { charset: charset.name, ...(charset.bom ? { byteOrderMark: true } : {}) } : {}),
  });
  // What a file's name says is said once, however many slices the file is cut into.
  if ((component.slice?.index ?? 0) === 0) {
    flagMismatch(identity, component.name, report);
    flagSensitiveName(component.name, report);
  }
  const signature = new Signature();
  Object.assign(report.facts, await shape(context, identity, head, report, signature));
  return withComparables(report.output(), signature, component.slice === undefined);
};

/** Adds the facts that aggregation compares components by: the signature of the text, and the events. */
const withComparables = (output: PassOutput, signature: Signature, hasLines: boolean): PassOutput => {
  const { facts = {}, text = "" } = output;
  const signed = signature.value() ?? signatureOf(text);
  const timeline = timelineOf(facts, hasLines);
  return {
    ...output,
    facts: { ...facts, ...(signed ? { signature: signed } : {}), ...(timeline.length > 0 ? { timeline } : {}) },
  };
};
