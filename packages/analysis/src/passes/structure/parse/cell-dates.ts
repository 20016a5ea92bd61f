import { readXml } from "./xml-text.ts";

/** Number formats that every workbook has (ECMA-376 18.8.30): days, times, and both. */
const builtIn = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** Letters of days and times outside of quotes, colours and escapes. */
const isDate = (code: string): boolean =>
  /[ymdhs]/i.test(code.replace(/"[^"]*"|\[(?!h{1,2}\]|m{1,2}\]|s{1,2}\])[^\]]*\]|\\.|_.|General/gi, ""));

/** Which cell formats show days or times, by their index. */
export const dateFormats = (styles: Uint8Array | undefined): ReadonlySet<number> => {
  const dates = new Set<number>();
  const custom = new Map<number, string>();
  let isCellFormat = false;
  let index = 0;
  if (styles)
    readXml(styles, {
      open: (name, { numFmtId = "", formatCode = "" }) => {
        const id = Number(numFmtId);
        if (name === "numFmt") custom.set(id, formatCode);
        else if (name === "cellXfs") isCellFormat = true;
        else if (name === "xf" && isCellFormat) {
          const code = custom.get(id);
          if (code === undefined ? builtIn(id) : isDate(code)) dates.add(index);
          index++;
        }
      },
      close: (name) => {
        if (name === "cellXfs") isCellFormat = false;
      },
    });
  return dates;
};

const DAY = 86_400_000;
/** Day 0 of the calendar in which 1900 is a leap year, as Lotus had it; from March 1900 on it is right. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
const LAST = 2_958_466;

/** A cell's number as a day, a time or both; `undefined` where it is none. */
export const cellDate = (value: string, is1904: boolean): string | undefined => {
  const days = Number(value);
  if (value.trim() === "" || !(days >= 0) || days >= LAST) return undefined;
  const early = !is1904 && days < 60 && days >= 1 ? 1 : 0;
  const time = (is1904 ? EPOCH_1904 : EPOCH_1900) + Math.round((days + early) * 86_400) * 1000;
  const iso = new Date(time).toISOString();
  if (days < 1) return iso.slice(11, 19);
  return time % DAY === 0 ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
};
