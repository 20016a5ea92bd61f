import { ownPart } from "@torrent/core/unstable";
import type { PassContext, PassOutput } from "../../analysis-pass.ts";
import { TextView } from "../view/index.ts";
import { type Rules, type Scanned, scanStream } from "./scan.ts";
import { viewedForm } from "./viewed-form.ts";
import { outputOf, withoutRepeats } from "./views.ts";

const encoder = new TextEncoder();

const scan = async (rules: Rules, context: PassContext): Promise<Scanned> => {
  const { component, signal } = context;
  const own = ownPart(component);
  const form = await viewedForm(context);
  if (form) {
    const view = new TextView(form);
    return scanStream(rules, view.read(context.bytes()), signal, { own, origin: view, file: component });
  }
  const text = context.upstream("structure")?.text;
  const keepsTexts = text !== undefined && text !== "";
  const raw = await scanStream(rules, context.bytes(), signal, { own, file: component, keepsTexts });
  if (!keepsTexts) return raw;
  const ofText = await scanStream(rules, [encoder.encode(text)], signal, { file: component, keepsTexts });
  // A mail may say the same in plain text and in HTML.
  return withoutRepeats(raw, ofText, "extracted-text", component.kind === "mail");
};

/** Scans a component once: a text as its reader sees it, anything else as it stands and by the text extracted from it. */
export const scanComponent = async (rules: Rules, context: PassContext): Promise<PassOutput> =>
  outputOf(await scan(rules, context));
