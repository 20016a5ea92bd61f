/** What the other packages of Torrent are made with. May change in any release. */
export { decompose, type Embedded, takeEmbedded } from "./decompose.ts";
export { HEAD_BYTES, kindOf, kinds } from "./kind.ts";
export { mailPreamble, mailStart } from "./mail-start.ts";
export { packFolder } from "./pack-folder.ts";
export { type Encoding, encodingOf, withoutNul } from "./text.ts";
