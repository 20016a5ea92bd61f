import { ansi } from "./ansi.ts";
import { decoded } from "./decode.ts";
import { type Editor, edited } from "./edited.ts";
import { type EscapeMode, escapes } from "./escapes.ts";
import type { TextForm } from "./form.ts";
import { cardEscapes, doubledQuotes, troff, unfolding } from "./formats.ts";
import { inlineTags, references } from "./markup.ts";
import { Places } from "./places.ts";
import { separators, spaces } from "./spaces.ts";

/** Languages in which a backslash is a part of paths, or of words of the language itself. */
const pathLanguages = new Set(["batch", "powershell", "css", "scss", "less", "r", "matlab", "text"]);
const configLanguages = new Set(["ini", "toml", "terraform", "dockerfile", "nix"]);

const escapeMode = ({ family, format }: TextForm): EscapeMode => {
  if (family === "json" || family === "jsonl") return "json";
  if (family === "yaml") return "config";
  if (family !== "source" || pathLanguages.has(format)) return "text";
  return configLanguages.has(format) ? "config" : "source";
};

const ofFormat = (form: TextForm): readonly Editor[] => {
  const { family, format } = form;
  if (format === "troff") return [troff];
  if (format === "latex") return [];
  if (format === "icalendar" || format === "vcard") return [unfolding, cardEscapes];
  if (format === "ldif") return [unfolding];
  if (family === "html") return [references, inlineTags, escapes("text")];
  if (family === "xml" || format === "markdown") return [references, escapes("text")];
  if (family === "table") return [doubledQuotes, escapes("text")];
  return [escapes(escapeMode(form))];
};

/** A text as its reader would see it, with the places where it stands in the file. */
export class TextView {
  readonly #form: TextForm;
  #decoding = new Places();
  #editing = new Places();

  constructor(form: TextForm) {
    this.#form = form;
  }

  /** UTF-8. One reading at a time: places are those of the last one begun. */
  read(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    this.#decoding = new Places();
    this.#editing = new Places();
    const editors = [spaces, separators, ansi, ...ofFormat(this.#form)];
    return edited(decoded(chunks, this.#form.charset, this.#decoding), editors, this.#editing);
  }

  /** Byte of the file at which something begins that begins at `at` of the text. */
  start(at: number): number {
    return this.#decoding.start(this.#editing.start(at));
  }

  /** Byte of the file before which something ends that ends before `at` of the text. */
  end(at: number): number {
    return this.#decoding.end(this.#editing.end(at));
  }

  /** Line ends before `at` of the text that the file does not have. */
  addedLines(at: number): number {
    return this.#editing.addedLines(at);
  }
}
