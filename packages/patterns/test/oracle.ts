import type { Definition } from "../src/index.ts";

export interface Found {
  id: string;
  start: number;
  end: number;
}

const lower = (text: string): string => text.replace(/[A-Z]/g, (c) => c.toLowerCase());

const literal = (definition: Definition, text: string): Found[] => {
  const wanted = Buffer.from(definition.value).toString("latin1");
  const [hay, needle] = definition.nocase ? [lower(text), lower(wanted)] : [text, wanted];
  const found: Found[] = [];
  for (let at = hay.indexOf(needle); at >= 0; at = hay.indexOf(needle, at + 1))
    found.push({ id: definition.id, start: at, end: at + needle.length });
  return found;
};

/** `text` holds one byte per character. A regex is matched anew in each block, as the scanner promises. */
const regex = (definition: Definition, text: string, blockBytes: number): Found[] => {
  const found: Found[] = [];
  const expression = new RegExp(definition.value, definition.nocase ? "gi" : "g");
  for (let block = 0; block < text.length; block += blockBytes) {
    expression.lastIndex = block;
    for (;;) {
      const match = expression.exec(text);
      if (!match || match.index >= block + blockBytes) break;
      found.push({ id: definition.id, start: match.index, end: match.index + match[0].length });
    }
  }
  return found;
};

export const order = (found: readonly Found[]): Found[] =>
  [...found].sort((a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));

/** The slow and obvious way to find what the engine must find. */
export const oracle = (definitions: readonly Definition[], bytes: Uint8Array, blockBytes = 2 ** 20): Found[] => {
  const text = Buffer.from(bytes).toString("latin1");
  return order(
    definitions.flatMap((definition) =>
      definition.kind === "literal" ? literal(definition, text) : regex(definition, text, blockBytes),
    ),
  );
};
