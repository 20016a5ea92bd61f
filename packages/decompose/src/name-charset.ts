import chardet from "chardet";

/** What file names may be in where they are not UTF-8; the platform's decoder knows all of these. */
const multiByte = new Set(["shift_jis", "euc-jp", "gb18030", "big5", "euc-kr"]);
const SURE = 40;

const decodes = (bytes: Uint8Array, charset: string): string | undefined => {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** Names hardly ever mix two scripts, so that what only decodes is told from what is written. */
const isOf = (text: string, script: RegExp): boolean => {
  const foreign = [...text].filter((sign) => sign > "\x7f");
  const runs = text.match(/[^\x00-\x7f]+/g) ?? [];
  const within = text.match(/(?:[A-Za-z][^\x00-\x7f](?![^\x00-\x7f])|(?<![^\x00-\x7f])[^\x00-\x7f][A-Za-z])/g) ?? [];
  // One foreign sign between Latin letters is an accent that was misread.
  if (within.length * 2 >= runs.length) return false;
  return foreign.filter((sign) => script.test(sign)).length >= foreign.length * 0.9;
};

const JAPANESE = /[\u3000-\u30ff\u4e00-\u9fff\uff01-\uff9f]/;
const CYRILLIC = /[\u0400-\u045f№]/;

/** Cyrillic letters of DOS: the small ones are most. */
const isCyrillicDos = (bytes: Uint8Array): boolean => {
  const text = decodes(bytes, "ibm866") ?? "";
  const small = text.match(/[а-яё]/g)?.length ?? 0;
  return isOf(text, CYRILLIC) && small * 2 > (text.match(/[\u0400-\u045f]/g)?.length ?? 0);
};

/** The charset of names that are not UTF-8; `undefined` for the code page that zips are in by their format. */
export const nameCharset = (names: readonly Uint8Array[]): string | undefined => {
  const bytes = Buffer.concat(names.flatMap((name) => [name, Buffer.from("\n")]));
  if (isCyrillicDos(bytes)) return "ibm866";
  const japanese = decodes(bytes, "shift_jis");
  if (japanese !== undefined && isOf(japanese, JAPANESE)) return "shift_jis";
  const [best] = chardet.analyse(bytes);
  const guess = best?.name.toLowerCase() ?? "";
  return best && best.confidence >= SURE && multiByte.has(guess) && decodes(bytes, guess) !== undefined
    ? guess
    : undefined;
};
