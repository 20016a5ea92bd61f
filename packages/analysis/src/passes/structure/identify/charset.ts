/** How the bytes of a text are to be read. `utf-8` covers ASCII. */
export interface Charset {
  /** A label that `TextDecoder` knows. */
  name: string;
  /** Bytes of the byte order mark. */
  bom: number;
}

const boms: readonly [string, readonly number[]][] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/** Tabs, line ends, form feed, backspace and escape are common in texts; other control characters are not. */
const isOddControl = (byte: number): boolean => byte < 32 && !(byte >= 7 && byte <= 13) && byte !== 27;

/** Without its last character where the sample ends within it. */
const wholeCharacters = (head: Uint8Array): Uint8Array => {
  for (let back = 1; back <= Math.min(3, head.length); back++) {
    const byte = head[head.length - back] as number;
    if (byte < 0x80) return head;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < needed ? head.subarray(0, head.length - back) : head;
    }
  }
  return head;
};

const isUtf8 = (head: Uint8Array, isWhole: boolean): boolean => {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(isWhole ? head : wholeCharacters(head));
    return true;
  } catch {
    return false;
  }
};

/** UTF-16 without a mark: in texts of most scripts nearly every other byte is zero, always on the same side. */
const utf16Without = (head: Uint8Array): string | undefined => {
  if (head.length < 8) return undefined;
  const zeros = [0, 0];
  const pairs = head.length >> 1;
  for (let i = 0; i < pairs * 2; i++) if (head[i] === 0) zeros[i & 1]!++;
  const [even, odd] = zeros as [number, number];
  if (odd > pairs * 0.4 && even < pairs * 0.02) return "utf-16le";
  if (even > pairs * 0.4 && odd < pairs * 0.02) return "utf-16be";
  return undefined;
};

/** Two bytes are a weak mark (some audio begins so): what follows must be well-formed UTF-16, which noise is not. */
const isMarked = (head: Uint8Array, name: string, bom: readonly number[]): boolean => {
  if (!bom.every((byte, i) => head[i] === byte)) return false;
  if (name === "utf-8") return true;
  try {
    new TextDecoder(name, { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
};

/** The charset that a byte order mark states. */
export const markedCharset = (head: Uint8Array): Charset | undefined => {
  const marked = boms.find(([name, bom]) => isMarked(head, name, bom));
  return marked && { name: marked[0], bom: marked[1].length };
};

/** The charset of a text, or `undefined` where the bytes are no text. */
export const charsetOf = async (head: Uint8Array, isWhole: boolean): Promise<Charset | undefined> => {
  const marked = markedCharset(head);
  if (marked) return marked;
  const utf16 = utf16Without(head);
  if (utf16) return { name: utf16, bom: 0 };
  let odd = 0;
  for (const byte of head) if (isOddControl(byte)) odd++;
  if (head.includes(0) || odd > head.length * 0.005) return undefined;
  if (isUtf8(head, isWhole)) return { name: "utf-8", bom: 0 };
  const { default: chardet } = await import("chardet");
  const guess = chardet.detect(head.subarray(0, 8192))?.toLowerCase() ?? "windows-1252";
  const name = guess === "ascii" || guess === "utf-8" || guess.startsWith("utf-32") ? "windows-1252" : guess;
  try {
    new TextDecoder(name);
    return { name, bom: 0 };
  } catch {
    return { name: "windows-1252", bom: 0 };
  }
};
