import type { Database } from "@torrent/patterns";
import { SecretFinder } from "./secret-finder.ts";

const utf8 = new TextDecoder();

/** A text without the secrets that the rules see in it; for what is shown of a component elsewhere: samples, templates, names. */
export const maskText = (database: Database, text: string, file = { name: "", kind: "text" }): string => {
  const bytes = Buffer.from(text);
  const finder = new SecretFinder(database, file);
  finder.push(bytes);
  finder.finish();
  let shown = "";
  let at = 0;
  for (const [from, to] of finder.within(0, bytes.length)) {
    shown += `${utf8.decode(bytes.subarray(at, from))}…`;
    at = to;
  }
  return at === 0 ? text : shown + utf8.decode(bytes.subarray(at));
};
