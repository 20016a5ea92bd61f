const QUOTE = '"';

/** One field of a quoted record; doubled quotes stand for one. */
const unquote = (raw: string): string => {
  const field = raw.trim();
  if (field[0] !== QUOTE) return raw;
  const close = field.length > 1 && field.endsWith(QUOTE) ? -1 : undefined;
  return field.slice(1, close).replaceAll('""', QUOTE);
};

const splitQuoted = (record: string, delimiter: string): string[] => {
  const fields: string[] = [];
  let start = 0;
  let quoted = false;
  let isBlank = true;
  for (let i = 0; i < record.length; i++) {
    const character = record[i];
    if (character === QUOTE) {
      if (quoted) quoted = false;
      else if (isBlank || record[i - 1] === QUOTE) quoted = true;
      isBlank = false;
    } else if (character === delimiter && !quoted) {
      fields.push(unquote(record.slice(start, i)));
      start = i + 1;
      isBlank = true;
    } else if (character !== " ") isBlank = false;
  }
  fields.push(unquote(record.slice(start)));
  return fields;
};

/** The fields of one record, quotes around them taken off. */
export const splitRecord = (record: string, delimiter: string): string[] =>
  record.includes(QUOTE) ? splitQuoted(record, delimiter) : record.split(delimiter);

/** Whether quoting is still open at the end of a line, given whether it was at its start. */
export const isOpenAfter = (line: string, delimiter: string, wasOpen: boolean): boolean => {
  if (!line.includes(QUOTE)) return wasOpen;
  if (!wasOpen && line[0] !== QUOTE && !line.includes(delimiter + QUOTE) && !line.includes(`${delimiter} ${QUOTE}`))
    return false;
  let open = wasOpen;
  for (let at = line.indexOf(QUOTE); at >= 0; at = line.indexOf(QUOTE, at + 1)) open = !open;
  return open;
};
