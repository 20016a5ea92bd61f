import { Definition, type DefinitionError, type DefinitionInput } from "../definition/definition.ts";
import { english } from "../definition/english.ts";
import type { ReadResult } from "../definition/read.ts";

/** Gathers definitions that an importer makes; what the schema refuses becomes an error with its place. */
export class Collect {
  readonly definitions: Definition[] = [];
  readonly errors: DefinitionError[] = [];
  readonly #unsupported: DefinitionError[] = [];
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

  /** What the other tool understands and this one does not: the rest of the file is used all the same. */
  unsupported(line: number, message: string, id?: string): void {
    this.#unsupported.push({ origin: this.#origin, line, ...(id && { id }), message });
  }

  /** Adds what `make` returns; a regex that is none becomes an error with its place. */
  tryAdd(line: number, id: string, make: () => DefinitionInput): void {
    try {
      this.add(line, make());
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.fail(line, error.message, id);
    }
  }

  get result(): ReadResult {
    return { definitions: this.definitions, errors: this.errors, unsupported: this.#unsupported };
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
