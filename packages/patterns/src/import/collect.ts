import { Definition, type DefinitionError, type DefinitionInput } from "../definition/definition.ts";
import { english } from "../definition/english.ts";
import type { ReadResult } from "../definition/read.ts";

/** Gathers definitions that an importer makes; what the schema refuses becomes an error with its place. */
export class Collect {
  readonly definitions: Definition[] = [];
  readonly errors: DefinitionError[] = [];
  readonly #origin: string;
  readonly #ids = new Set<string>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  add(line: number, input: DefinitionInput): void {
    const id = this.#unused(input.id);
    const parsed = Definition.safeParse({ ...input, id }, english);
    if (parsed.success) this.definitions.push(parsed.data);
    else
      this.fail(line, parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "), id);
  }

  fail(line: number, message: string, id?: string): void {
    this.errors.push({ origin: this.#origin, line, ...(id && { id }), message });
  }

  get result(): ReadResult {
    return { definitions: this.definitions, errors: this.errors };
  }

  /** One rule of another tool may become several definitions. */
  #unused(wanted: string): string {
    const base = wanted.replace(/[^\x21-\x7e]+/g, "-").slice(0, 100);
    let id = base;
    for (let i = 2; this.#ids.has(id); i++) id = `${base}-${i}`;
    this.#ids.add(id);
    return id;
  }
}

/** Line of a place in a text, from 1. */
export const lineAt = (text: string, index: number): number => text.slice(0, index).split("\n").length;

/** Go's and PCRE's regexes in JavaScript's syntax, as far as they differ in what packs use. */
export const toJavaScript = (source: string): string =>
  source
    .replace(/\(\?P</g, "(?<")
    .replace(/\\[zZ]/g, "$")
    .replace(/\\A/g, "^")
    .replace(/\\x\{([0-9a-fA-F]{1,4})\}/g, (_, hex: string) => `\\u${hex.padStart(4, "0")}`)
    .replace(/\[:(\w+):\]/g, (whole, name: string) => POSIX[name] ?? whole)
    .replace(/([*+?}])\+/g, "$1")
    .replace(/\(\?>/g, "(?:");

const POSIX: Record<string, string> = {
  alnum: "a-zA-Z0-9",
  alpha: "a-zA-Z",
  digit: "0-9",
  lower: "a-z",
  upper: "A-Z",
  space: "\\s",
  blank: " \\t",
  punct: "!-\\/:-@\\[-`{-~",
  xdigit: "0-9a-fA-F",
  word: "\\w",
};
