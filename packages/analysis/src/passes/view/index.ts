export { decoded, isUtf8Charset } from "./decode.ts";
export { formOf, isTextFamily, type TextForm } from "./form.ts";
export { decodeReferences } from "./markup.ts";
export { TextView } from "./view.ts";
