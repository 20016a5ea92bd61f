import type { Report } from "../report.ts";
import type { Line } from "./lines.ts";

const LONG_LINE = 10_000;
/** Characters that reorder or hide what a reader sees: bidirectional controls and zero-width characters. */
const hiding = /[\u202a-\u202e\u2066-\u2069]/;
const invisible = /[\u200b\u2060\u00ad\u{e0000}-\u{e007f}]/u;
const nonAscii = /[^\x00-\x7f]/;

/** Counts what is true of any text, line by line, and names lines that deceive or stand out. */
export class TextProfile {
  readonly #report: Report;
  readonly #hasOffsets: boolean;
  #lines = 0;
  #blank = 0;
  #longest = { length: 0, line: 0 };
  #longLines = 0;
  #nonAscii = 0;
  #sample = "";

  constructor(report: Report, hasOffsets: boolean) {
    this.#report = report;
    this.#hasOffsets = hasOffsets;
  }

  visit(line: Line): void {
    this.#lines++;
    const length = line.end - line.start;
    if (length === 0) this.#blank++;
    if (length > this.#longest.length) this.#longest = { length, line: line.number };
    if (length > LONG_LINE) {
      this.#longLines++;
      this.#find(line, "long-line", `A line of ${length} bytes`, "info");
    }
    if (this.#sample.length < 4096) this.#sample += `${line.text.slice(0, 1024)}\n`;
    if (!nonAscii.test(line.text)) return;
    this.#nonAscii++;
    if (hiding.test(line.text))
      this.#find(line, "bidirectional-control", "Characters that reorder the text around them", "medium");
    if (invisible.test(line.text)) this.#find(line, "invisible-characters", "Characters that can't be seen", "info");
    if (line.text.includes("\ufffd"))
      this.#find(line, "undecodable-bytes", "Bytes that are no text in this charset", "low");
  }

  /** `isProse`: the words are meant for people, so that their language can be told. */
  async facts(isProse = true): Promise<Record<string, unknown>> {
    const language = isProse ? await languageOf(this.#sample) : undefined;
    return {
      lines: this.#lines,
      blankLines: this.#blank,
      nonAsciiLines: this.#nonAscii,
      longestLine: { bytes: this.#longest.length, line: this.#longest.line },
      ...(this.#longLines > 0 ? { longLines: this.#longLines } : {}),
      ...(language ? { language } : {}),
    };
  }

  #find(line: Line, rule: string, title: string, severity: "info" | "low" | "medium"): void {
    const place = this.#hasOffsets ? { start: line.start, end: line.end } : {};
    this.#report.find({ rule, title, severity, line: line.number, ...place, context: line.text.slice(0, 200) });
  }
}

/** Below this the guess is one of many. */
const LEAST_CONFIDENCE = 0.1;

/** ISO 639-1 code of a natural language with the guess's confidence, for texts with words enough to tell. */
export const languageOf = async (sample: string): Promise<{ code: string; confidence: number } | undefined> => {
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  if (letters < 40 || letters < sample.length * 0.4) return undefined;
  const { detectAll } = await import("tinyld/light");
  const [best] = detectAll(sample.slice(0, 4096));
  return best && best.accuracy >= LEAST_CONFIDENCE
    ? { code: best.lang, confidence: Math.round(best.accuracy * 100) / 100 }
    : undefined;
};
