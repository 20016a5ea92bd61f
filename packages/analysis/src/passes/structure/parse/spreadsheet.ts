import type { Report } from "../report.ts";
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
  if (bytes)
    readXml(
      bytes,
      {
        open: (name) => {
          if (name === "si") current = "";
        },
        text: (text) => {
          current += text;
        },
        close: (name) => {
          if (name === "si") strings.push(current.trim().slice(0, MAX_CELL));
        },
      },
      () => strings.length >= MAX_STRINGS,
    );
  return strings;
};

const readSheet = (bytes: Uint8Array, strings: readonly string[], sheet: Sheet, report: Report): void => {
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
        value = "";
        sheet.cells++;
      } else if (name === "row") sheet.rows++;
      else if (name === "f") sheet.formulas++;
    },
    text: (text) => {
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
      if (name === "c") put(type === "s" ? (strings[Number(value)] ?? "") : value.slice(0, MAX_CELL));
      else if (name === "row") {
        if (!report.full) report.say(row.join("\t"));
        if (length > MAX_ROW) report.cut();
        row = [];
        length = 0;
      }
    },
  });
};

/** The sheets of an Excel workbook; their cells go into the report's text, a line a row. Empty where there is no workbook. */
export const spreadsheet = (files: ReadonlyMap<string, Uint8Array>, report: Report): Sheet[] => {
  const workbook = files.get("xl/workbook.xml");
  if (!workbook) return [];
  const named: { name: string; id: string; hidden: string | undefined }[] = [];
  readXml(workbook, {
    open: (name, attributes) => {
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
  const read = new Set<string>();
  return named.slice(0, 500).map(({ name, id, hidden }) => {
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
    // Any number of sheets may name one part: it is read for the first.
    if (bytes && !read.has(target)) readSheet(bytes, strings, sheet, report);
    read.add(target);
    return sheet;
  });
};
