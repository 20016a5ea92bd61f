import { decodeHTMLStrict } from "entities";
import type { Edit, Editor } from "./edited.ts";
import { plainOf } from "./spaces.ts";

const NOTHING = new Uint8Array(0);
const reference = /^&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});/;

/** A character reference as the text it stands for. */
export const decodeReferences = (text: string): string =>
  decodeHTMLStrict(text).replace(
    /[\u0085\u00a0\u00ad\u2000-\u206f\u3000\ufeff\uff01-\uff5e]/g,
    (sign) => plainOf(sign.charCodeAt(0)) ?? sign,
  );

/** Character references of HTML and XML: `&amp;`, `&nbsp;`, `&#64;`. */
export const references: Editor = {
  marks: [Buffer.from("&")],
  edit(bytes, at): Edit | undefined {
    const written = reference.exec(bytes.toString("latin1", at, at + 40))?.[0];
    if (!written) return undefined;
    const read = decodeReferences(written);
    return read === written ? undefined : { length: written.length, by: Buffer.from(read) };
  },
};

const name =
  "b|i|u|s|em|strong|span|font|wbr|mark|small|big|strike|del|ins|sub|sup|tt|code|kbd|var|abbr|acronym|bdi|bdo|cite|dfn|samp|nobr|o:p";
const value = `(?:"[^"<>]*"|'[^'<>]*'|[^\\s"'<>]+)`;
/** Tags within a word, without an attribute that says more than how it looks. */
const inline = new RegExp(
  `^</?(?:${name})(?:\\s+(?:class|style|id|lang|dir|color|size|face|data-[\\w-]+)(?:\\s*=\\s*${value})?)*\\s*/?>|^<!-- ?-->`,
  "i",
);

/** Tags that only change how the text around them looks: `<b>car</b>ol@example.org` is one word. */
export const inlineTags: Editor = {
  marks: [Buffer.from("<")],
  edit(bytes, at): Edit | undefined {
    const length = inline.exec(bytes.toString("latin1", at, at + 400))?.[0].length;
    return length === undefined ? undefined : { length, by: NOTHING };
  },
};
