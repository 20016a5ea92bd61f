import type { Report } from "../report.ts";
import { cellDate, dateFormats } from "./cell-dates.ts";
import { readXml } from "./xml-text.ts";

const MAX_STRINGS = 1_000_000;
/** What Excel allows in one cell; a shared string stands in any number of cells. */
const MAX_CELL = 32_767;
/** Characters of one row. */
const MAX_ROW = 2 ** 20;

export interface Sheet {
  name: string;
  rows: number;
  cells: number;
  formulas: number;
  hidden?: string;
}

const sharedStrings = (bytes: Uint8Array | undefined): string[] => {
  const strings: string[] = [];
  let current = "";
  /** How the text is pronounced stands beside it. */
  let phonetic = 0;
  if (bytes)
    readXml(
      bytes,
      {
        open: (name) => {
          if (name === "si") current = "";
          else if (name === "rPh") phonetic++;
        },
        text: (text) => {
          if (phonetic === 0) current += text;
        },
        close: (name) => {
          if (name === "rPh") phonetic--;
          if (name === "si") strings.push(current.trim().slice(0, MAX_CELL));
        },
      },
      () => strings.length >= MAX_STRINGS,
    );
  return strings;
};

interface Workbook {
  strings: readonly string[];
  /** Indices of the strings that some cell shows. */
  used: Set<number>;
  dates: ReadonlySet<number>;
  is1904: boolean;
}

/** What a formula says besides its functions: addresses, names. */
const quoted = /"((?:[^"]|"")*)"/g;

const readSheet = (bytes: Uint8Array, workbook: Workbook, sheet: Sheet, report: Report): void => {
  const { strings, used, dates, is1904 } = workbook;
  const said: string[] = [];
  let isDate = false;
  let phonetic = 0;
  let type = "";
  let element = "";
  let value = "";
  let row: string[] = [];
  let length = 0;
  const put = (cell: string): void => {
    if (length <= MAX_ROW) row.push(cell);
    length += cell.length + 1;
  };
  readXml(bytes, {
    open: (name, attributes) => {
      element = name;
      if (name === "c") {
        type = attributes.t ?? "";
        isDate = dates.has(Number(attributes.s ?? -1));
        value = "";
        sheet.cells++;
      } else if (name === "row") sheet.rows++;
      else if (name === "f") sheet.formulas++;
      else if (name === "rPh") phonetic++;
      else if (name === "hyperlink") said.push(attributes.display ?? "", attributes.tooltip ?? "");
      else if (name === "dataValidation") said.push(attributes.prompt ?? "", attributes.error ?? "");
    },
    text: (text) => {
      if (phonetic > 0) return;
      if (element === "f")
        for (const [, literal = ""] of text.matchAll(quoted)) if (literal.length > 3) said.push(literal);
      if (/^(?:odd|even|first)(?:Header|Footer)$/.test(element))
        said.push(text.replace(/&(?:"[^"]*"|[LCRKGPNDTAFZ])/g, " "));
      if (element === "v" || element === "t") value += text;
      else if (element === "f" && /\b(DDE|WEBSERVICE|HYPERLINK|EXEC|CALL|REGISTER)\s*\(|\|'/i.test(text))
        report.find({
          rule: "active-formula",
          title: `A formula in sheet "${sheet.name}" that reaches outside`,
          severity: "medium",
          context: text,
        });
    },
    close: (name) => {
      element = "";
      if (name === "rPh") phonetic--;
      else if (name === "c") {
        if (type === "s") used.add(Number(value));
        put(cellText(value.slice(0, MAX_CELL), type, { strings, isDate, is1904 }));
      } else if (name === "row") {
        if (!report.full) report.say(row.join("\t"));
        if (length > MAX_ROW) report.cut();
        row = [];
        length = 0;
      }
    },
  });
  for (const text of new Set(said)) report.say(text.trim());
};

const cellText = (
  value: string,
  type: string,
  { strings, isDate, is1904 }: Pick<Workbook, "strings" | "is1904"> & { isDate: boolean },
): string => {
  if (type === "s") return strings[Number(value)] ?? "";
  if (type === "b") return value === "1" ? "TRUE" : "FALSE";
  if (type !== "" && type !== "n") return value;
  if (isDate) return cellDate(value, is1904) ?? value;
  // Long numbers are stored in powers of ten, and shown in digits.
  return /[eE]/.test(value) && Number.isSafeInteger(Number(value)) ? String(Number(value)) : value;
};

/** The sheets of an Excel workbook; their cells go into the report's text, a line a row. Empty where there is no workbook. */
export const spreadsheet = (files: ReadonlyMap<string, Uint8Array>, report: Report): Sheet[] => {
  const workbook = files.get("xl/workbook.xml");
  if (!workbook) return [];
  let is1904 = false;
  const named: { name: string; id: string; hidden: string | undefined }[] = [];
  readXml(workbook, {
    open: (name, attributes) => {
      if (name === "workbookPr") is1904 = /^(?:1|true)$/.test(attributes.date1904 ?? "");
      if (name === "sheet")
        named.push({ name: attributes.name ?? "", id: attributes["r:id"] ?? "", hidden: attributes.state });
    },
  });
  const targets = new Map<string, string>();
  const relations = files.get("xl/_rels/workbook.xml.rels");
  if (relations)
    readXml(relations, {
      open: (_, { Id, Target }) => Id && Target && targets.set(Id, Target.replace(/^\/?(xl\/)?/, "xl/")),
    });
  const strings = sharedStrings(files.get("xl/sharedStrings.xml"));
  const book: Workbook = { strings, used: new Set(), dates: dateFormats(files.get("xl/styles.xml")), is1904 };
  const read = new Set<string>();
  const sheets = named.slice(0, 500).map(({ name, id, hidden }) => {
    const sheet: Sheet = {
      name,
      rows: 0,
      cells: 0,
      formulas: 0,
      ...(hidden && hidden !== "visible" ? { hidden } : {}),
    };
    if (sheet.hidden)
      report.find({ rule: "hidden-sheet", title: `A sheet that is hidden: "${name}"`, severity: "info" });
    const target = targets.get(id) ?? "";
    const bytes = files.get(target);
    // Several sheets may name the same part, which is read only for the first of them.
    if (bytes && !read.has(target)) readSheet(bytes, book, sheet, report);
    read.add(target);
    return sheet;
  });
  // Texts that no cell shows any more are still in the file.
  strings.forEach((text, index) => {
    if (!book.used.has(index) && !report.full) report.say(text);
  });
  return sheets;
};
