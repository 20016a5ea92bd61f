import { codePointsOf } from "../../view/single-byte.ts";

const SAMPLE = 8192;
const multiByte = new Set(["shift_jis", "euc-jp", "gb18030", "big5", "euc-kr"]);
/** chardet answers 10 for what merely does not contradict. */
const SURE = 40;

/** The Windows code page that has what its ISO twin leaves open. */
const withPunctuation: Record<string, string> = { "iso-8859-7": "windows-1253", "iso-8859-8": "windows-1255" };

const isLetter = (byte: number | undefined): boolean => byte !== undefined && ((byte | 32) - 97) >>> 0 < 26;

/** Words with a byte above 0x7f: in a table or a log, all others speak for English only. */
const foreignWords = (head: Uint8Array): Uint8Array => {
  const words: number[] = [];
  for (let at = 0; at < head.length && words.length < SAMPLE; ) {
    const start = at;
    let isForeign = false;
    for (; at < head.length && (isLetter(head[at]) || (head[at] as number) >= 0x80); at++)
      if ((head[at] as number) >= 0x80) isForeign = true;
    if (isForeign) words.push(...head.subarray(start, Math.min(at, start + 200)), 0x20);
    if (at === start) at++;
  }
  return Uint8Array.from(words);
};

const common = new Set([..."äöüßéèàçêáíóúñåæøâîôûëïãõìòù"].map((letter) => letter.codePointAt(0) as number));

/** Western letters within words, as the code pages of DOS and of the old Mac have them. */
const westernPage = (words: Uint8Array): string | undefined => {
  const score = (charset: string): number => {
    const points = codePointsOf(charset);
    let sum = 0;
    for (let at = 0; at < words.length; at++) {
      const byte = words[at] as number;
      if (byte < 0x80) continue;
      const hasNeighbour = isLetter(words[at - 1]) || isLetter(words[at + 1]);
      if (hasNeighbour) sum += common.has(points[byte] as number) ? 1 : -1;
    }
    return sum;
  };
  const windows = score("windows-1252");
  const dos = score("ibm850");
  const mac = score("macintosh");
  if (windows >= dos && windows >= mac) return undefined;
  return Math.max(dos, mac) > 0 ? (dos >= mac ? "ibm850" : "macintosh") : undefined;
};

/** Cyrillic of DOS: all letters are in 0x80–0xAF and 0xE0–0xF1, most of them small. */
const isCyrillicDos = (words: Uint8Array): boolean => {
  let high = 0;
  let small = 0;
  let large = 0;
  for (const byte of words) {
    if (byte < 0x80) continue;
    high++;
    if ((byte >= 0xa0 && byte <= 0xaf) || (byte >= 0xe0 && byte <= 0xf1)) small++;
    else if (byte <= 0x9f) large++;
  }
  return high >= 4 && small + large >= high * 0.97 && small > large && small > high * 0.5;
};

/** Shift_JIS by its grammar: lead bytes are where other charsets hardly have letters, and what they begin is Japanese. */
const isShiftJis = (head: Uint8Array): boolean => {
  let text: string;
  try {
    text = new TextDecoder("shift_jis", { fatal: true }).decode(head, { stream: true });
  } catch {
    return false;
  }
  const foreign = [...text].filter((character) => character > "\x7f");
  const japanese = foreign.filter((character) => /[\u3000-\u30ff\u4e00-\u9fff\uff01-\uff9f]/.test(character)).length;
  const high = head.reduce((sum, byte) => sum + Number(byte >= 0x80), 0);
  const leads = head.reduce((sum, byte) => sum + Number(byte >= 0x81 && byte <= 0x9f), 0);
  return foreign.length >= 3 && japanese >= foreign.length * 0.95 && leads >= high * 0.25;
};

const isWestern = (words: Uint8Array): boolean => words.every((byte) => byte < 0x80 || common.has(byte));

const ASCII_SHARE = 0.5;

/** The charset of a text that is no Unicode. */
export const legacyCharset = async (head: Uint8Array): Promise<string> => {
  const { default: chardet } = await import("chardet");
  const sample = head.subarray(0, SAMPLE);
  const [whole] = chardet.analyse(sample);
  const first = whole?.name.toLowerCase() ?? "";
  if (whole && whole.confidence >= SURE && multiByte.has(first)) return first;
  const words = foreignWords(head);
  if (isCyrillicDos(words)) return "ibm866";
  if (isShiftJis(head)) return "shift_jis";
  if (isWestern(words)) return "windows-1252";
  const ascii = words.reduce((sum, byte) => sum + Number(isLetter(byte)), 0);
  if (ascii > words.length * ASCII_SHARE) {
    const page = westernPage(words);
    if (page) return page;
  }
  const candidates = [...chardet.analyse(words), ...chardet.analyse(sample)];
  for (const { name, confidence } of candidates) {
    const guess = name.toLowerCase();
    if (confidence <= 10 || guess === "ascii" || guess.startsWith("utf-")) continue;
    if (multiByte.has(guess) && confidence < SURE) continue;
    try {
      new TextDecoder(guess);
    } catch {
      continue;
    }
    const hasPunctuation = head.some((byte) => byte >= 0x80 && byte < 0xa0);
    return (hasPunctuation && withPunctuation[guess]) || guess;
  }
  return "windows-1252";
};
