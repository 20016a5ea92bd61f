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

const pointsOf = (letters: string): ReadonlySet<number> =>
  new Set([...letters].map((letter) => letter.codePointAt(0) as number));
const common = pointsOf("äöüßéèàçêáíóúñåæøâîôûëïãõìòù");
const central = pointsOf("šžčćđąęłńóśźżáéíúůýřěťďňőűăâîşţäöüßô");

/** Western letters within words, as the code pages of DOS and of the old Mac have them. */
const westernPage = (words: Uint8Array): string | undefined => {
  const score = (charset: string, letters = common): number => {
    const points = codePointsOf(charset);
    let sum = 0;
    for (let at = 0; at < words.length; at++) {
      const byte = words[at] as number;
      if (byte < 0x80) continue;
      const hasNeighbour = isLetter(words[at - 1]) || isLetter(words[at + 1]);
      if (hasNeighbour) sum += letters.has(points[byte] as number) ? 1 : -1;
    }
    return sum;
  };
  const windows = Math.max(score("windows-1252"), score("windows-1250", central), score("iso-8859-2", central));
  const dos = score("ibm850");
  const mac = score("macintosh");
  if (windows >= dos && windows >= mac) return undefined;
  return Math.max(dos, mac) > 0 ? (dos >= mac ? "ibm850" : "macintosh") : undefined;
};

/** Of a thousand letters of Russian. */
const russian = new Map(
  Object.entries({
    о: 110,
    е: 85,
    а: 80,
    и: 74,
    н: 67,
    т: 63,
    с: 55,
    р: 47,
    в: 45,
    л: 44,
    к: 35,
    м: 32,
    д: 30,
    п: 28,
    у: 26,
    я: 20,
    ы: 19,
    ь: 17,
    г: 17,
    з: 16,
    б: 16,
    ч: 14,
    й: 12,
    х: 10,
    ж: 9,
    ш: 7,
    ю: 6,
    ц: 5,
    щ: 4,
    э: 3,
    ф: 3,
    ъ: 1,
    ё: 1,
    і: 40,
    ї: 6,
    є: 6,
  }).map(([letter, count]) => [letter.codePointAt(0) as number, count]),
);
const cyrillicPages = ["windows-1251", "koi8-r", "ibm866", "iso-8859-5", "x-mac-cyrillic", "ibm855"] as const;
/** A text in the right page has about 55 for a mean, in a wrong one 30 and less. */
const RUSSIAN_MEAN = 44;

/** The page in which the words read as a language in Cyrillic letters do. */
const cyrillicPage = (words: Uint8Array): string | undefined => {
  let best: { page: string; mean: number } | undefined;
  for (const page of cyrillicPages) {
    const points = codePointsOf(page);
    let sum = 0;
    let letters = 0;
    for (let at = 0; at < words.length; at++) {
      if ((words[at] as number) < 0x80) continue;
      letters++;
      const code = points[words[at] as number] as number;
      const isCapital = code >= 0x0400 && code < 0x0430;
      // Capitals begin words; all else within one is a sign of the wrong page.
      sum += russian.get(code) ?? (isCapital && ((words[at - 1] as number) < 0x80 || at === 0) ? 30 : -30);
    }
    const mean = letters === 0 ? 0 : sum / letters;
    if (!best || mean > best.mean) best = { page, mean };
  }
  return best && best.mean >= RUSSIAN_MEAN ? best.page : undefined;
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
const FEW_ASCII = 0.1;

/** The charset of a text that is no Unicode. */
export const legacyCharset = async (head: Uint8Array): Promise<string> => {
  const { default: chardet } = await import("chardet");
  const sample = head.subarray(0, SAMPLE);
  const [whole] = chardet.analyse(sample);
  const first = whole?.name.toLowerCase() ?? "";
  if (whole && whole.confidence >= SURE && multiByte.has(first)) return first;
  const words = foreignWords(head);
  const ascii = words.reduce((sum, byte) => sum + Number(isLetter(byte)), 0);
  const cyrillic = ascii < words.length * FEW_ASCII ? cyrillicPage(words) : undefined;
  if (cyrillic) return cyrillic;
  if (isShiftJis(head)) return "shift_jis";
  if (isWestern(words)) return "windows-1252";
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
