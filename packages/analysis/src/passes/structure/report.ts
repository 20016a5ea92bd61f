import type { PassOutput } from "../../analysis-pass.ts";
import type { Finding } from "../../findings.ts";
import { boundedFacts } from "./bounded-facts.ts";
import { limits } from "./limits.ts";

const CONTEXT = 200;

/** Gathers what the readers of a format see, within the limits of a result. */
export class Report {
  readonly facts: Record<string, unknown> = {};
  readonly #findings: Finding[] = [];
  readonly #perRule = new Map<string, number>();
  readonly #text: string[] = [];
  #textLength = 0;
  #truncated = false;

  find(finding: Finding): void {
    const seen = (this.#perRule.get(finding.rule) ?? 0) + 1;
    this.#perRule.set(finding.rule, seen);
    if (seen > limits.findingsPerRule || this.#findings.length >= limits.findings) {
      this.#truncated = true;
      return;
    }
    const { context, ...rest } = finding;
    this.#findings.push({ ...rest, ...(context === undefined ? {} : { context: context.slice(0, CONTEXT) }) });
  }

  has(rule: string): boolean {
    return this.#perRule.has(rule);
  }

  /** Adds extracted text; `end` sets it apart from what is added next. */
  say(text: string, end = "\n"): void {
    const room = limits.text - this.#textLength;
    if (text.length > room) this.#truncated = true;
    if (room <= 0 || text === "") return;
    const part = text.length > room ? text.slice(0, room) : text;
    this.#text.push(part, end);
    this.#textLength += part.length + end.length;
  }

  /** True once more text would be dropped. */
  get full(): boolean {
    return this.#textLength >= limits.text;
  }

  cut(): void {
    this.#truncated = true;
  }

  /** Takes over what a parser in another process reported. */
  merge(output: PassOutput): void {
    Object.assign(this.facts, output.facts);
    for (const finding of output.findings ?? []) this.find(finding);
    if (output.text) this.say(output.text);
    if (output.truncated) this.#truncated = true;
  }

  output(): PassOutput {
    const repeated = [...this.#perRule].filter(([, count]) => count > limits.findingsPerRule);
    const counted = repeated.length > 0 ? { ...this.facts, anomalies: Object.fromEntries(repeated) } : this.facts;
    const { facts, cut } = boundedFacts(counted, limits.facts);
    return {
      findings: this.#findings,
      facts,
      ...(this.#text.length > 0 ? { text: this.#text.join("").trimEnd() } : {}),
      ...(this.#truncated || cut ? { truncated: true } : {}),
    };
  }
}
