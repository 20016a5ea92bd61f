/** A place in a text that names a thing. Offsets count bytes of the text in UTF-8. */
export interface Label {
  kind: string;
  start: number;
  end: number;
  /** Normalised; absent where the labeller did not fix one. */
  value?: string;
}

export interface Passage {
  text: string;
  labels: Label[];
}

/** `⟪kind|text⟫` or `⟪kind|text→value⟫`. */
const mark = /⟪([a-z0-9-]+)\|([^⟫→]*)(?:→([^⟫]*))?⟫/g;

export const marked = (kind: string, text: string, value?: string): string =>
  value === undefined || value === text ? `⟪${kind}|${text}⟫` : `⟪${kind}|${text}→${value}⟫`;

/** Takes the marks out of a text and tells where they stood. A mark without a value asks for its place only. */
export const readMarkup = (source: string): Passage => {
  let text = "";
  let from = 0;
  const labels: Label[] = [];
  for (const found of source.matchAll(mark)) {
    text += source.slice(from, found.index);
    const start = Buffer.byteLength(text);
    text += found[2]!;
    labels.push({
      kind: found[1]!,
      start,
      end: Buffer.byteLength(text),
      ...(found[3] === undefined ? {} : { value: found[3] }),
    });
    from = found.index + found[0].length;
  }
  text += source.slice(from);
  if (/[⟪⟫]/.test(text))
    throw new Error(`A mark is malformed near "${text.slice(Math.max(0, text.search(/[⟪⟫]/) - 40)).slice(0, 80)}"`);
  return { text, labels };
};
