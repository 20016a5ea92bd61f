import { limits } from "../limits.ts";
import { Report } from "../report.ts";
import { rtfFiles } from "./embedded/rtf.ts";
import type { Parser } from "./task.ts";

/** Groups whose content is no text of the document. */
const hidden = /^\\(\*|fonttbl|colortbl|stylesheet|info|pict|objdata|themedata|datastore|generator)/;
const token = /\\'([0-9a-f]{2})|\\([a-z]+)(-?\d+)? ?|\\(.)|([{}])|([^\\{}\r\n]+)/gi;

/** Rich Text Format: text without control words; embedded objects flagged. */
export const parse: Parser = async ({ bytes }) => {
  const report = new Report();
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  let depth = 0;
  let hiddenFrom = Number.POSITIVE_INFINITY;
  let text = "";
  let objects = 0;
  for (const match of source.matchAll(token)) {
    const [all, hex, word, argument, symbol, brace, plain] = match;
    if (brace === "{") {
      depth++;
      if (hiddenFrom > depth && hidden.test(source.slice(match.index + 1, match.index + 20))) hiddenFrom = depth;
    } else if (brace === "}") {
      if (hiddenFrom === depth) hiddenFrom = Number.POSITIVE_INFINITY;
      depth--;
    } else if (word === "objdata" || word === "objupdate") {
      if (word === "objdata") objects++;
      report.find({
        rule: word === "objdata" ? "embedded-file" : "external-reference",
        title: word === "objdata" ? "An embedded object" : "An object that updates on opening",
        severity: word === "objdata" ? "medium" : "high",
        start: match.index,
        end: match.index + all.length,
      });
    } else if (depth >= hiddenFrom || text.length >= limits.text) continue;
    else if (hex) text += String.fromCharCode(Number.parseInt(hex, 16));
    else if (word === "par" || word === "line") text += "\n";
    else if (word === "tab" || word === "cell") text += "\t";
    else if (word === "u" && argument) text += String.fromCharCode(Number(argument) & 0xffff);
    else if (symbol && "\\{}".includes(symbol)) text += symbol;
    else if (plain) text += plain;
  }
  report.say(text.trim());
  report.facts.embedded = rtfFiles(bytes).length;
  report.facts.rtf = { characters: text.length, objects };
  return report.output();
};
