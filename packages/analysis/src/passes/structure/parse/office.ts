import { Report } from "../report.ts";
import { isOfficeFile } from "./embedded/office.ts";
import { isOfficePart, sayOffice } from "./office-text.ts";
import { spreadsheet } from "./spreadsheet.ts";
import type { Parser } from "./task.ts";
import { readXml } from "./xml-text.ts";
import { type Members, zipMembers } from "./zip-members.ts";

const findings = ({ entries, left }: Members, report: Report): void => {
  for (const { name } of entries) {
    if (
      /vbaProject\.bin$|(^|\/)(Basic|Scripts)\/.+\.(xml|xba|py|js|bsh)$/i.test(name) &&
      !/script-l[bc]\.xml$/.test(name)
    )
      report.find({ rule: "office-macro", title: "Macros", severity: "high", context: name });
    else if (/\/embeddings\/|^ObjectReplacements\/|\/activeX\/.*\.bin$/.test(name))
      report.find({ rule: "embedded-file", title: "An embedded object", severity: "medium", context: name });
  }
  for (const name of left)
    report.find({
      rule: "member-too-large",
      title: "A part that is too large to read",
      severity: "medium",
      context: name,
    });
};

/** Links that leave the document; templates and objects among them are loaded when it is opened. */
const external = (files: Members["files"], report: Report): number => {
  let count = 0;
  for (const [path, bytes] of files) {
    if (!path.endsWith(".rels")) continue;
    readXml(bytes, {
      open: (_, attributes) => {
        if (attributes.TargetMode !== "External") return;
        count++;
        const isLoaded = /attachedTemplate|oleObject|frame|subDocument|externalLink/i.test(attributes.Type ?? "");
        if (isLoaded)
          report.find({
            rule: "external-reference",
            title: "Content that is loaded from elsewhere on opening",
            severity: "high",
            context: attributes.Target ?? "",
          });
      },
    });
  }
  return count;
};

const properties = (files: Members["files"]): Record<string, string> => {
  const found: Record<string, string> = {};
  for (const path of ["docProps/core.xml", "docProps/app.xml", "meta.xml"]) {
    const bytes = files.get(path);
    let current = "";
    if (bytes)
      readXml(bytes, {
        open: (name) => {
          current = name.split(":").at(-1) as string;
        },
        text: (text) => {
          if (text.trim() !== "" && Object.keys(found).length < 40)
            found[current] = (found[current] ?? "") + text.trim().slice(0, 200);
        },
      });
  }
  return found;
};

/** OOXML (Word, Excel, PowerPoint), OpenDocument and EPUB: text, sheets, properties; macros and outside links flagged. */
export const parse: Parser = async ({ bytes, format }) => {
  const report = new Report();
  const members = zipMembers(bytes, isOfficePart);
  const { files, entries } = members;
  findings(members, report);
  const externalLinks = external(files, report);
  const manifest = files.get("META-INF/manifest.xml");
  if (manifest && Buffer.from(manifest).includes("encryption-data"))
    report.find({
      rule: "encrypted",
      title: "A document that opens with a password only",
      severity: "medium",
      start: 0,
    });
  const sheets = spreadsheet(files, report);
  const { slides, chapters } = sayOffice(files, format, report);
  report.facts.embedded = entries.filter(({ name, bytes: size }) => size > 0 && isOfficeFile(name)).length;
  report.facts.office = {
    parts: entries.length,
    properties: properties(files),
    externalLinks,
    ...(sheets.length > 0 ? { sheets } : {}),
    ...(slides > 0 ? { slides } : {}),
    ...(chapters > 0 ? { chapters } : {}),
  };
  return report.output();
};
