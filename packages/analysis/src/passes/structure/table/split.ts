/** How the cells of a table are told apart. */
export interface Quoting {
  delimiter: string;
  /** Around cells that hold a delimiter or a line end; `"` where it is left out. */
  quote?: string;
  /** A backslash before a quote makes it part of the cell, as MySQL writes it; else it is doubled. */
  hasBackslash?: boolean;
}

const escaped = /\\([\s\S])/g;

/** One field of a quoted record; doubled quotes stand for one. */
const unquote = (raw: string, quote: string, hasBackslash: boolean): string => {
  const field = raw.trim();
  if (field[0] !== quote) return raw;
  const close = field.length > 1 && field.endsWith(quote) ? -1 : undefined;
  const inside = field.slice(1, close).replaceAll(quote + quote, quote);
  return hasBackslash && inside.includes("\\") ? inside.replace(escaped, "$1") : inside;
};

const splitQuoted = (record: string, { delimiter, quote = '"', hasBackslash = false }: Quoting): string[] => {
  const fields: string[] = [];
  let start = 0;
  let quoted = false;
  let isBlank = true;
  for (let i = 0; i < record.length; i++) {
    const character = record[i];
    if (character === quote) {
      if (quoted) quoted = false;
      else if (isBlank || record[i - 1] === quote) quoted = true;
      isBlank = false;
    } else if (character === delimiter && !quoted) {
      fields.push(unquote(record.slice(start, i), quote, hasBackslash));
      start = i + 1;
      isBlank = true;
    } else if (character === "\\" && hasBackslash && quoted) i++;
    else if (character !== " ") isBlank = false;
  }
  fields.push(unquote(record.slice(start), quote, hasBackslash));
  return fields;
};

/** The fields of one record, quotes around them taken off. */
export const splitRecord = (record: string, quoting: Quoting): string[] =>
  record.includes(quoting.quote ?? '"') ? splitQuoted(record, quoting) : record.split(quoting.delimiter);

/** Whether quoting is still open at the end of a line, given whether it was at its start. */
export const isOpenAfter = (line: string, quoting: Quoting, wasOpen: boolean): boolean => {
  const { delimiter, quote = '"', hasBackslash } = quoting;
  if (!line.includes(quote)) return wasOpen;
  if (!wasOpen && line[0] !== quote && !line.includes(delimiter + quote) && !line.includes(`${delimiter} ${quote}`))
    return false;
  const text = hasBackslash && line.includes("\\") ? line.replace(/\\./g, "  ") : line;
  let open = wasOpen;
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) open = !open;
  return open;
};
