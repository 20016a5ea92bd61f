export { decompose, type Embedded, takeEmbedded } from "./decompose.ts";
export { HEAD_BYTES, kindOf, kinds } from "./kind.ts";
export { packFolder } from "./pack-folder.ts";
export { type Encoding, encodingOf, withoutNul } from "./text.ts";
