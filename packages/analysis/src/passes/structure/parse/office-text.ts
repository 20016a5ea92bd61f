import { limits } from "../limits.ts";
import type { Report } from "../report.ts";
import { htmlTargets } from "../text/html-text.ts";
import { documentText, type TextRules } from "./document-text.ts";
import { strings } from "./strings.ts";
import { readXml } from "./xml-text.ts";
import type { Members } from "./zip-members.ts";

const NOT_TEXT =
  "styles|stylesWithEffects|settings|webSettings|fontTable|numbering|theme|tableStyles|presProps|viewProps";
/** Parts that are read, of all formats. */
const parts = new RegExp(
  "^(?:" +
    [
      `word/(?!(?:${NOT_TEXT})\\.xml$|theme/)[^/]+\\.xml`,
      "word/(?:glossary/document|diagrams/data\\d*|charts/chart\\d*)\\.xml",
      "xl/(?:workbook|sharedStrings|styles|connections|comments\\d*)\\.xml",
      "xl/(?:worksheets|chartsheets|threadedComments|persons|drawings|charts|queryTables|externalLinks|comments|diagrams)/[^/]+\\.(?:xml|vml)",
      "xl/(?:workbook|sharedStrings|worksheets/[^/]+|comments\\d*)\\.bin",
      "ppt/(?:slides|notesSlides|comments|diagrams|charts|handoutMasters|slideMasters)/[^/]+\\.xml",
      "ppt/(?:commentAuthors|authors)\\.xml",
      "visio/(?:pages|masters)/[^/]+\\.xml",
      "docProps/(?:core|app|custom)\\.xml",
      "customXml/item\\d*\\.xml",
      ".*_rels/.*\\.rels",
      "content\\.xml|meta\\.xml|styles\\.xml|META-INF/manifest\\.xml",
      ".*\\.x?html?",
    ].join("|") +
    ")$",
);

export const isOfficePart = (name: string): boolean => parts.test(name);

const DESCRIPTIONS = ["descr", "title", "alt"];

const openXml: TextRules = {
  text: new Set(["t", "instrText", "delText", "text"]),
  breaks: { p: "\n", tab: "\t", br: "\n", cr: "\n", tc: "\t", noBreakHyphen: "-", comment: "\n", pt: "\n", text: "\n" },
  // The fallback repeats, for older programs, what stands in the choice before it.
  skip: new Set(["Fallback", "rPh"]),
  attributes: {
    docPr: DESCRIPTIONS,
    cNvPr: DESCRIPTIONS,
    fldSimple: ["w:instr"],
    comment: ["w:author"],
    ins: ["w:author"],
    del: ["w:author"],
    person: ["displayName"],
    cmAuthor: ["name"],
    default: ["w:val"],
    hlinkClick: ["tooltip"],
    hyperlink: ["w:tooltip", "tooltip", "display"],
    connection: ["name", "description"],
    dbPr: ["connection", "command"],
    webPr: ["url"],
  },
};

const openDocument: TextRules = {
  breaks: { p: "\n", h: "\n", tab: "\t", "line-break": "\n", "table-cell": "\t", "table-row": "\n" },
  attributes: { "*": ["xlink:href"], table: ["table:name"], frame: ["draw:name"] },
};

const xhtml: TextRules = {
  breaks: {
    p: "\n",
    div: "\n",
    br: "\n",
    li: "\n",
    h1: "\n",
    h2: "\n",
    h3: "\n",
    h4: "\n",
    title: "\n",
    td: "\t",
    tr: "\n",
  },
  skip: new Set(["script", "style"]),
};

const plainXml: TextRules = { breaks: {}, otherBreak: " " };

/** `a2`…`a10` in the order that people count. */
const byNumber = (a: string, b: string): number => a.localeCompare(b, "en", { numeric: true });

const readable = (bytes: Uint8Array, rules: TextRules): string => {
  try {
    return documentText(bytes, rules, limits.text);
  } catch {
    // A damaged part is named by whoever reads its structure; the others are still read.
    return "";
  }
};

/** Where the links of a document lead: relations to the outside, each once. */
const relationTargets = (files: Members["files"]): string[] => {
  const targets = new Set<string>();
  for (const [path, bytes] of files)
    if (path.endsWith(".rels"))
      readXml(bytes, {
        open: (_, { TargetMode, Target }) => {
          if (TargetMode === "External" && Target) targets.add(Target);
        },
      });
  return [...targets];
};

const LINK_SCHEMES = /^(?:https?|ftp|mailto|tel|file|ldap|data|smb):|^(?:www\.|\\\\)/i;

export interface OfficeCounts {
  slides: number;
  chapters: number;
}

/** The text of all parts but the cells of a workbook: bodies, notes, comments, shapes, properties; then where links lead. */
export const sayOffice = (files: Members["files"], format: string, report: Report): OfficeCounts => {
  const names = [...files.keys()].sort(byNumber);
  const say = (pattern: RegExp, rules: TextRules): number => {
    const matching = names.filter((name) => pattern.test(name));
    for (const name of matching) if (!report.full) report.say(readable(files.get(name) as Uint8Array, rules));
    return matching.length;
  };
  say(/^word\/document\d*\.xml$/, openXml);
  say(/^word\/(?!document\d*\.xml$)/, openXml);
  const slides = say(/^ppt\/slides\/[^/]+\.xml$/, openXml);
  say(/^ppt\/(?!slides\/).*\.xml$/, openXml);
  say(
    /^xl\/(?:comments|threadedComments|persons|drawings|charts|connections|queryTables|externalLinks|diagrams).*\.xml$/,
    openXml,
  );
  say(/^visio\//, { breaks: { Text: "\n" }, text: new Set(["Text"]) });
  for (const name of names)
    if (/^xl\/.*\.bin$/.test(name)) for (const run of strings(files.get(name) as Uint8Array)) report.say(run);
  say(/^(?:content|styles)\.xml$/, openDocument);
  let chapters = 0;
  if (format === "epub") {
    chapters = say(/html?$/, xhtml);
    for (const name of names)
      if (/html?$/.test(name))
        for (const target of htmlTargets(new TextDecoder().decode(files.get(name))))
          if (LINK_SCHEMES.test(target)) report.say(target);
  }
  say(/^(?:docProps\/(?:core|custom)|meta|customXml\/item\d*)\.xml$/, plainXml);
  for (const target of relationTargets(files)) report.say(target);
  return { slides, chapters };
};
