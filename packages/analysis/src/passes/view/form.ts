import type { PassContext } from "@torrent/core";

/** What structure analysis found a component to be, as far as its text is read by it. */
export interface TextForm {
  family: string;
  format: string;
  charset?: string | undefined;
}

const textFamilies = new Set(["table", "json", "jsonl", "xml", "html", "yaml", "log", "mbox", "source", "text"]);

export const isTextFamily = (family: string): boolean => textFamilies.has(family);

/** The form that structure analysis named; without its word, a text's bytes are taken as they are. */
export const formOf = (context: PassContext): TextForm | undefined => {
  const facts = context.upstream("structure")?.facts;
  if (typeof facts?.family !== "string") return undefined;
  const { family, format, charset } = facts;
  return {
    family,
    format: typeof format === "string" ? format : family,
    charset: typeof charset === "string" ? charset : undefined,
  };
};
