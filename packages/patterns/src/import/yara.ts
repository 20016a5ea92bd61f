import type { ReadResult } from "../definition/read.ts";
import { Collect, lineAt } from "./collect.ts";

const COMMENT = /("(?:[^"\\\n]|\\.)*")|\/\*[\s\S]*?\*\/|(?<=[\s;}]|^)\/\/[^\n]*/gm;
const RULE = /\brule\s+(\w+)\s*(?::\s*([\w ]+?)\s*)?\{/g;
const STRING =
  /\$(\w*)\s*=\s*(?:"((?:[^"\\\n]|\\.)*)"|\{([^}]*)\}|\/((?:[^/\\\n]|\\.)+)\/([is]*))((?:[ \t]+(?:nocase|wide|ascii|fullword|private|xor|base64(?:wide)?)(?:\([^)]*\))?)*)/g;

const ESCAPES: Record<string, string> = { n: "\n", t: "\t", r: "\r", '"': '"', "\\": "\\" };

const bytesOf = (quoted: string): Buffer =>
  Buffer.concat(
    [...quoted.matchAll(/\\x([0-9a-fA-F]{2})|\\(.)|([^\\]+)/g)].map(([, hex, escapedAs, plain]) =>
      hex ? Buffer.from(hex, "hex") : Buffer.from(escapedAs ? (ESCAPES[escapedAs] ?? escapedAs) : plain!),
    ),
  );

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const wide = (bytes: Uint8Array): Uint8Array => Uint8Array.from([...bytes].flatMap((byte) => [byte, 0]));
const escaped = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");

/**
 * The strings of YARA rules, each as a definition of its own: text, hex with wildcards and jumps, regexes; `wide` strings
 * in both of their forms. Conditions are not evaluated; `xor` and `base64` strings are refused.
 */
export const importYara = (text: string, origin: string): ReadResult => {
  const collect = new Collect(origin);
  const blank = (whole: string, quoted?: string): string => quoted ?? whole.replace(/[^\n]/g, " ");
  const source = text.replace(COMMENT, blank);
  const rules = [...source.matchAll(RULE)];
  for (const [i, rule] of rules.entries()) {
    const body = source.slice(rule.index, rules[i + 1]?.index);
    const [, name = "", tags = ""] = rule;
    const strings = /\bstrings\s*:([\s\S]*?)\bcondition\s*:/.exec(body);
    if (!strings) continue;
    const offset = rule.index + strings.index + strings[0].indexOf(strings[1]!);
    for (const string of strings[1]!.matchAll(STRING)) {
      const line = lineAt(source, offset + string.index);
      const [, label, quoted, hexValue, regex, flags = "", modifiers = ""] = string;
      const id = `yara-${name}${label ? `-${label}` : ""}`;
      const common = { id, title: name, tags: tags.split(/\s+/).filter(Boolean), source: "yara" };
      const nocase = /\bnocase\b/.test(modifiers) || flags.includes("i");
      if (/\b(xor|base64)/.test(modifiers)) collect.fail(line, "xor and base64 strings are not understood", id);
      else if (hexValue !== undefined)
        collect.add(line, { ...common, kind: "hex", value: hexValue.replace(/\s+/g, " ").trim() });
      else if (regex !== undefined)
        collect.add(line, {
          ...common,
          kind: "regex",
          value: `${flags.includes("s") ? "(?s)" : ""}${regex.replaceAll("\\/", "/")}`,
          nocase,
        });
      else {
        const bytes = bytesOf(quoted!);
        const forms = /\bwide\b/.test(modifiers)
          ? [wide(bytes), ...(/\bascii\b/.test(modifiers) ? [bytes] : [])]
          : [bytes];
        for (const form of forms)
          collect.add(
            line,
            nocase || /\bfullword\b/.test(modifiers)
              ? { ...common, kind: "regex", value: fullword(escaped(form), modifiers), nocase }
              : { ...common, kind: "hex", value: hex(form) },
          );
      }
    }
  }
  return collect.result;
};

const fullword = (value: string, modifiers: string): string =>
  /\bfullword\b/.test(modifiers) ? `(?<![0-9A-Za-z])${value}(?![0-9A-Za-z])` : value;
