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
 * The strings of YARA rules, each as a definition of its own: text with `nocase`, `wide`, `fullword`, `xor` and `base64`, hex with
 * wildcards and jumps, regexes. Conditions are not evaluated.
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
      const coded = /\b(?:xor|base64(?:wide)?)(?:\([^)]*\))?/.exec(modifiers)?.[0];
      if (coded !== undefined) {
        const forms = quoted === undefined ? undefined : codedForms(bytesOf(quoted), modifiers);
        if (!forms)
          collect.unsupported(line, `${coded} is understood for text strings, without an alphabet of its own`, id);
        for (const form of forms ?? []) collect.add(line, { ...common, kind: "hex", value: hex(form) });
      } else if (hexValue !== undefined)
        collect.add(line, { ...common, kind: "hex", value: hexValue.replace(/\s+/g, " ").trim() });
      else if (regex !== undefined && /\bwide\b/.test(modifiers) && !/\bascii\b/.test(modifiers))
        collect.unsupported(line, "wide is understood for text strings, not for regexes", id);
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

/** The base64 of a text at each of the three places in a group of three bytes, without what its neighbours decide. */
const base64Forms = (bytes: Buffer): Buffer[] =>
  [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const certain = Math.floor((8 * (shift + bytes.length)) / 6);
    return Buffer.from(text.slice(Math.ceil((8 * shift) / 6), certain));
  });

/** All forms of a text with `xor` or `base64`; undefined where an alphabet is given, or the text is too short. */
const codedForms = (bytes: Buffer, modifiers: string): Uint8Array[] | undefined => {
  const plain = /\bwide\b/.test(modifiers) ? [wide(bytes), ...(/\bascii\b/.test(modifiers) ? [bytes] : [])] : [bytes];
  const base64 = /\bbase64(wide)?(\()?/.exec(modifiers);
  if (base64) {
    if (base64[2] || bytes.length < 3) return undefined;
    const forms = plain.flatMap((form) => base64Forms(Buffer.from(form)));
    return base64[1] ? forms.map(wide) : forms;
  }
  const [, from, to] = /\bxor(?:\(\s*(0x[0-9a-fA-F]+|\d+)(?:\s*-\s*(0x[0-9a-fA-F]+|\d+))?\s*\))?/.exec(modifiers) ?? [];
  const first = Number(from ?? 0);
  const last = Number(to ?? from ?? 255);
  if (!(first >= 0 && last <= 255 && first <= last)) return undefined;
  return Array.from({ length: last - first + 1 }, (_, i) => i + first).flatMap((key) =>
    plain.map((form) => Uint8Array.from(form, (byte) => byte ^ key)),
  );
};

const fullword = (value: string, modifiers: string): string =>
  /\bfullword\b/.test(modifiers) ? `(?<![0-9A-Za-z])${value}(?![0-9A-Za-z])` : value;
