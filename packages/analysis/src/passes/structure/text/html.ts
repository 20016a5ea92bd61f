import type { Line } from "./lines.ts";

const counted = ["script", "iframe", "form", "object", "embed", "a", "img", "table", "input"] as const;
const tag = new RegExp(`<(${counted.join("|")})[\\s>/]`, "gi");

/** Counts the elements of an HTML page that matter, line by line. */
export class HtmlProfile {
  #title: string | undefined;
  readonly #counts: Record<string, number> = {};

  visit(line: Line): void {
    for (const match of line.text.matchAll(tag)) {
      const name = (match[1] as string).toLowerCase();
      this.#counts[name] = (this.#counts[name] ?? 0) + 1;
    }
    this.#title ??= /<title[^>]{0,200}>([^<]{1,300})/i.exec(line.text)?.[1]?.trim();
  }

  facts(): Record<string, unknown> {
    return { title: this.#title, elements: this.#counts };
  }
}
