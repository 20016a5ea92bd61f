/** Which reader looks at a component. */
export type Family =
  | "empty"
  | "table"
  | "json"
  | "jsonl"
  | "xml"
  | "html"
  | "yaml"
  | "log"
  | "mail"
  | "mbox"
  | "source"
  | "text"
  | "pdf"
  | "office"
  | "ole"
  | "rtf"
  | "image"
  | "sqlite"
  | "parquet"
  | "archive"
  | "executable"
  | "media"
  | "binary";

/** Families of formats that are told by their first bytes, by the short names of `file-type`. */
const bySignature: Record<string, Family> = {
  pdf: "pdf",
  cfb: "ole",
  rtf: "rtf",
  sqlite: "sqlite",
  parquet: "parquet",
  elf: "executable",
  exe: "executable",
  macho: "executable",
  wasm: "executable",
  class: "executable",
  dex: "executable",
  xml: "xml",
};

const office =
  "docx docm dotx dotm xlsx xlsm xltx xltm pptx pptm potx potm ppsx ppsm odt ods odp odg ott ots otp otg epub vsdx office".split(
    " ",
  );
const archives = "zip tar gz bz2 xz 7z rar zst lz4 lz Z ar cab deb rpm cpio arj lzh jar apk xpi crx ace".split(" ");
const images =
  "png jpg gif webp bmp tif ico cur heic avif jp2 jpx psd svg icns jxl dds ktx pnm tga dng cr2 cr3 nef arw orf rw2 raf flif bpg".split(
    " ",
  );

export const familyOf = (extension: string, mime: string): Family => {
  if (bySignature[extension]) return bySignature[extension];
  if (office.includes(extension)) return "office";
  if (archives.includes(extension)) return "archive";
  if (images.includes(extension) || mime.startsWith("image/")) return "image";
  return /^(audio|video|font)\//.test(mime) ? "media" : "binary";
};
