import type { Line } from "./lines.ts";

const SUBJECTS = 100;

/** Counts the mails of an mbox (RFC 4155) and names the first ones. */
export class MboxProfile {
  #messages = 0;
  #inHeader = false;
  readonly #subjects: string[] = [];

  visit(line: Line): void {
    if (/^From \S+ .*\d{4}\s*$/.test(line.text.slice(0, 200))) {
      this.#messages++;
      this.#inHeader = true;
    } else if (line.text === "") this.#inHeader = false;
    else if (this.#inHeader && this.#subjects.length < SUBJECTS && /^Subject:/i.test(line.text))
      this.#subjects.push(line.text.slice(8).trim().slice(0, 200));
  }

  facts(): Record<string, unknown> {
    return { messages: this.#messages, subjects: this.#subjects };
  }
}
