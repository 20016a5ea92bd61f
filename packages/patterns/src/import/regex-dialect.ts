const POSIX: Record<string, string> = {
  alnum: "a-zA-Z0-9",
  alpha: "a-zA-Z",
  ascii: "\\x00-\\x7f",
  blank: " \\t",
  cntrl: "\\x00-\\x1f\\x7f",
  digit: "0-9",
  graph: "!-~",
  lower: "a-z",
  print: " -~",
  punct: "!-\\/:-@\\[-`{-~",
  space: "\\s",
  upper: "A-Z",
  word: "\\w",
  xdigit: "0-9a-fA-F",
};

const escapes: Record<string, string> = { z: "$", Z: "$", A: "^", a: "\\x07", h: "[ \\t]", R: "(?:\\r?\\n)" };

/** `[…]` from `at` on, with POSIX names spelled out and a bracket at its beginning escaped. */
const classAt = (source: string, at: number): { text: string; end: number } => {
  let end = at + 1;
  let text = "[";
  if (source[end] === "^") text += source[end++];
  if (source[end] === "]") {
    text += "\\]";
    end += 1;
  }
  while (end < source.length && source[end] !== "]") {
    const posix = /^\[:(\w+):\]/.exec(source.slice(end));
    if (posix) {
      text += POSIX[posix[1]!] ?? posix[0];
      end += posix[0].length;
    } else if (source[end] === "\\") {
      const wide = /^\\x\{([0-9a-fA-F]{1,4})\}/.exec(source.slice(end));
      text += wide ? `\\u${wide[1]!.padStart(4, "0")}` : source.slice(end, end + 2);
      end += wide ? wide[0].length : 2;
    } else text += source[end++];
  }
  return { text: `${text}]`, end: end + 1 };
};

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

const escapeAt = (source: string, at: number): { text: string; end: number } => {
  const rest = source.slice(at);
  const quoted = /^\\Q([\s\S]*?)(?:\\E|$)/.exec(rest);
  if (quoted) return { text: escaped(quoted[1]!), end: at + quoted[0].length };
  const wide = /^\\x\{([0-9a-fA-F]{1,4})\}/.exec(rest);
  if (wide) return { text: `\\u${wide[1]!.padStart(4, "0")}`, end: at + wide[0].length };
  return { text: escapes[source[at + 1] ?? ""] ?? source.slice(at, at + 2), end: at + 2 };
};

/**
 * Go's (RE2's) and PCRE's regexes in JavaScript's syntax. Flags in the middle, `a(?i)b|c`, hold to the end of their group, in
 * every alternative: they become groups with flags, `a(?i:b)|(?i:c)`.
 */
export const toJavaScript = (source: string): string => {
  let text = "";
  /** For each open group, the flags that were set within it. */
  const flags: string[][] = [[]];
  const close = (): string => ")".repeat(flags.at(-1)!.length);
  const open = (): string =>
    flags
      .at(-1)!
      .map((set) => `(?${set}:`)
      .join("");
  for (let at = 0; at < source.length; ) {
    const char = source[at]!;
    if (char === "\\") {
      const read = escapeAt(source, at);
      text += read.text;
      at = read.end;
    } else if (char === "[") {
      const read = classAt(source, at);
      text += read.text;
      at = read.end;
    } else if (char === "(") {
      const set = /^\(\?([a-zA-Z]*(?:-[a-zA-Z]+)?)\)/.exec(source.slice(at));
      if (set) {
        if (set[1] !== "") {
          flags.at(-1)!.push(set[1]!);
          text += `(?${set[1]}:`;
        }
        at += set[0].length;
        continue;
      }
      const opener = /^\((?:\?P?<(?![=!])|\?>|\?)?/.exec(source.slice(at))![0];
      text += opener === "(?P<" ? "(?<" : opener === "(?>" ? "(?:" : opener;
      at += opener.length;
      flags.push([]);
    } else if (char === ")") {
      text += `${close()})`;
      if (flags.length > 1) flags.pop();
      at += 1;
    } else if (char === "|") {
      text += `${close()}|${open()}`;
      at += 1;
    } else {
      // A quantifier that gives nothing back matches no more than one that does.
      const possessive = char === "+" && /[*+?}]$/.test(text) && !/\\[*+?}]$/.test(text);
      if (!possessive) text += char;
      at += 1;
    }
  }
  return text + close();
};

/** How many groups capture. */
export const groupsIn = (javaScript: string): number => {
  const empty = new RegExp(`${javaScript}|`).exec("");
  return empty ? empty.length - 1 : 0;
};
