/** Kinds that a fixed sequence of bytes gives away; the first that fits counts. */
const signatures: readonly [kind: string, offset: number, bytes: string][] = [
  ["pdf", 0, "%PDF-"],
  ["sqlite", 0, "SQLite format 3\0"],
  ["parquet", 0, "PAR1"],
  ["office", 0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
  ["office", 0, "{\\rtf"],
  ["archive", 0, "PK\x03\x04"],
  ["archive", 0, "PK\x05\x06"],
  ["archive", 0, "PK\x07\x08"],
  ["archive", 0, "\x1f\x8b\x08"],
  ["archive", 0, "\x28\xb5\x2f\xfd"],
  ["archive", 0, "BZh"],
  ["archive", 0, "\xfd7zXZ\0"],
  ["archive", 0, "7z\xbc\xaf\x27\x1c"],
  ["archive", 0, "Rar!\x1a\x07"],
  ["archive", 0, "\x04\x22\x4d\x18"],
  ["archive", 0, "LZIP"],
  ["archive", 0, "\x1f\x9d"],
  ["archive", 0, "MSCF\0\0\0\0"],
  ["archive", 0, "!<arch>\n"],
  ["archive", 0, "xar!"],
  ["archive", 0, "070701"],
  ["archive", 257, "ustar"],
  ["image", 0, "\x89PNG\r\n\x1a\n"],
  ["image", 0, "\xff\xd8\xff"],
  ["image", 0, "GIF87a"],
  ["image", 0, "GIF89a"],
  ["image", 8, "WEBP"],
  ["image", 0, "II*\0"],
  ["image", 0, "MM\0*"],
  ["image", 0, "\0\0\x01\0"],
  ["image", 0, "8BPS"],
  ["image", 0, "icns\0"],
  ["image", 4, "ftypheic"],
  ["image", 4, "ftypavif"],
  ["image", 4, "ftypmif1"],
  ["audio", 0, "ID3"],
  ["audio", 0, "fLaC"],
  ["audio", 0, "OggS"],
  ["audio", 8, "WAVE"],
  ["audio", 4, "ftypM4A"],
  ["video", 4, "ftyp"],
  ["video", 0, "\x1a\x45\xdf\xa3"],
  ["video", 8, "AVI "],
  ["video", 0, "FLV\x01"],
  ["video", 0, "\0\0\x01\xba"],
  ["executable", 0, "\x7fELF"],
  ["executable", 0, "\xca\xfe\xba\xbe"],
  ["executable", 0, "\xcf\xfa\xed\xfe"],
  ["executable", 0, "\xce\xfa\xed\xfe"],
  ["executable", 0, "\xfe\xed\xfa\xce"],
  ["executable", 0, "\xfe\xed\xfa\xcf"],
  ["executable", 0, "\0asm"],
  ["executable", 0, "dex\n"],
  ["font", 0, "wOFF"],
  ["font", 0, "wOF2"],
  ["font", 0, "OTTO\0"],
  ["font", 0, "\0\x01\0\0\0"],
  ["font", 0, "ttcf\0"],
];

const starts = (head: Uint8Array, offset: number, bytes: string): boolean => {
  if (head.length < offset + bytes.length) return false;
  for (let at = 0; at < bytes.length; at++) if (head[offset + at] !== bytes.charCodeAt(at)) return false;
  return true;
};

/** Two letters are too little by themselves: a Windows program also names the place of its second header. */
const isPortableExecutable = (head: Uint8Array): boolean => {
  if (!starts(head, 0, "MZ") || head.length < 64) return false;
  const place = new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(60, true);
  return place + 2 > head.length ? place < 1 << 20 && head.includes(0) : starts(head, place, "PE");
};

const isMp3Frame = (head: Uint8Array): boolean =>
  head.length > 4 && head[0] === 0xff && (head[1]! & 0xe6) === 0xe2 && (head[2]! & 0xf0) !== 0xf0;

export const kindByMagic = (head: Uint8Array): string | undefined => {
  for (const [kind, offset, bytes] of signatures) if (starts(head, offset, bytes)) return kind;
  if (isPortableExecutable(head)) return "executable";
  return isMp3Frame(head) ? "audio" : undefined;
};
