import type { Edit, Editor } from "./edited.ts";

const NOTHING = new Uint8Array(0);
const SPACE = Buffer.from(" ");
const SHOWN = 64;

/** Control sequences (ECMA-48): `ESC [`, parameters, a final byte. `m` colours, all others move or erase. */
const sequence = /^(?:\x1b|#033|\^\[)\[[0-9;:?<=>]*[ -/]*([@-~])/;
/** Operating system commands up to their text: titles, and hyperlinks, whose address is worth reading. */
const command = /^\x1b\]\d{0,4};?(?:[^;\x07\x1b]*;)?/;
const other = /^\x1b(?:[()*+][A-Za-z0-9]|[=>78cDEHMNOZ\\])/;

/** Colours and other terminal controls, as bytes, as `#033[` of rsyslog or as `^[[` of `cat -v`. */
export const ansi: Editor = {
  marks: [Buffer.from([0x1b]), Buffer.from("#033["), Buffer.from("^[["), Buffer.from([0x07])],
  edit(bytes, at): Edit | undefined {
    if (bytes[at] === 0x07) return { length: 1, by: SPACE };
    const text = bytes.toString("latin1", at, at + SHOWN);
    const known = sequence.exec(text);
    if (known) return { length: known[0].length, by: known[1] === "m" ? NOTHING : SPACE };
    const length = (command.exec(text) ?? other.exec(text))?.[0].length;
    return length === undefined ? undefined : { length, by: SPACE };
  },
};
