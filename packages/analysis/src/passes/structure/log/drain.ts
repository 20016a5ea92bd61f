/** A line's pattern: constant words, and `<*>` where lines of the group differ. */
export interface Template {
  words: string[];
  count: number;
  /** Where its first line stands. */
  line: number;
  start: number;
  level: string | undefined;
}

export const WILDCARD = "<*>";
const SIMILAR = 0.5;
const MAX_WORDS = 40;
const MAX_CHILDREN = 100;
const MAX_GROUPS = 50;
const MAX_TEMPLATES = 2000;
const WORD_LENGTH = 80;

/** A word with a digit in it is most likely a value: an id, an address, a duration. */
const isValue = (word: string): boolean => /\d/.test(word);

const similarity = (template: readonly string[], words: readonly string[]): number => {
  let equal = 0;
  for (let i = 0; i < template.length; i++) if (template[i] === words[i]) equal++;
  return template.length === 0 ? 1 : equal / template.length;
};

/**
 * Finds the templates of log messages in one reading: lines are grouped by number of words, then by their first two
 * words, then joined to the most similar template of their group (He et al., "Drain", ICWS 2017). Every level is
 * capped, so that a line costs the same at any time; what no longer fits counts as `others`.
 */
export class TemplateMiner {
  readonly #groups = new Map<string, Template[]>();
  readonly #firsts = new Map<number, Set<string>>();
  #templates = 0;
  others = 0;

  /** Takes one message (the line without its time). */
  add(message: string, line: number, start: number, level: string | undefined): void {
    const words = message.trim().split(/\s+/, MAX_WORDS);
    const masked = words.map((word) => (isValue(word) ? WILDCARD : word.length > WORD_LENGTH ? WILDCARD : word));
    const key = this.#key(masked);
    const group = this.#groups.get(key);
    let best: Template | undefined;
    let closest = 0;
    for (const template of group ?? []) {
      const score = similarity(template.words, masked);
      if (score > closest) {
        best = template;
        closest = score;
      }
    }
    if (best && closest >= SIMILAR) {
      best.count++;
      if (closest < 1)
        for (let i = 0; i < masked.length; i++) if (best.words[i] !== masked[i]) best.words[i] = WILDCARD;
      return;
    }
    if (this.#templates >= MAX_TEMPLATES || (group && group.length >= MAX_GROUPS)) {
      this.others++;
      return;
    }
    this.#templates++;
    const template: Template = { words: masked, count: 1, line, start, level };
    if (group) group.push(template);
    else this.#groups.set(key, [template]);
  }

  /** Most frequent first. */
  templates(): Template[] {
    return [...this.#groups.values()].flat().sort((a, b) => b.count - a.count || a.line - b.line);
  }

  #key(words: readonly string[]): string {
    const firsts = this.#firsts.get(words.length) ?? new Set();
    this.#firsts.set(words.length, firsts);
    const first = `${words[0]} ${words[1] ?? ""}`;
    if (firsts.has(first)) return `${words.length} ${first}`;
    if (firsts.size >= MAX_CHILDREN) return `${words.length} ${WILDCARD}`;
    firsts.add(first);
    return `${words.length} ${first}`;
  }
}
