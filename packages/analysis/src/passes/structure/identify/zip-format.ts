const marks: readonly [string, RegExp][] = [
  ["docx", /word\/document\.xml|word\/styles\.xml/],
  ["xlsx", /xl\/workbook\.xml|xl\/worksheets\//],
  ["pptx", /ppt\/presentation\.xml|ppt\/slides\//],
  ["vsdx", /visio\/document\.xml|visio\/pages\//],
];

const byMimetype: Record<string, string> = {
  "application/vnd.oasis.opendocument.text": "odt",
  "application/vnd.oasis.opendocument.spreadsheet": "ods",
  "application/vnd.oasis.opendocument.presentation": "odp",
  "application/vnd.oasis.opendocument.graphics": "odg",
  "application/epub+zip": "epub",
};

/** What a zip is, by the names of its first entries; OpenDocument puts its type into the first one, stored. */
export const zipFormat = (head: Buffer): string => {
  const start = head.toString("latin1", 0, 65_536);
  const type = /^.{26}\x08\x00.{2}mimetype(application\/[a-z.+-]+)/s.exec(start)?.[1];
  const mimetype = type?.replace(/PK$/, "");
  const document = mimetype === undefined ? undefined : byMimetype[mimetype.replace(/-(template|master)$/, "")];
  if (document) return document;
  // Kinds of OpenDocument that few use, and OpenOffice's formats before it, have the same parts.
  if (mimetype !== undefined && /^application\/vnd\.(?:oasis\.opendocument|sun\.xml)\./.test(mimetype)) return "odt";
  for (const [format, mark] of marks) if (mark.test(start)) return format;
  if (start.includes("AndroidManifest.xml")) return "apk";
  if (start.includes("META-INF/MANIFEST.MF")) return "jar";
  return "zip";
};
