import { Definition } from "../definition/definition.ts";
import { fitted } from "./fitted.ts";
import { type Form, forms, SYMBOLS } from "./form.ts";
import { phrases, syllables, topLevels, words } from "./vocabulary.ts";

export interface GenerateOptions {
  /** 65,536 by default. */
  count?: number;
  /** Share of regexes; 0 by default. */
  regexes?: number;
  seed?: number;
}

/** As among the literals on which the targets were set. */
const NOCASE_SHARE = 0.73;

type Pick = <T>(list: readonly T[]) => T;

/** A small generator with 32 bits of state (mulberry32): the same seed gives the same pack everywhere. */
const randomOf = (seed: number): (() => number) => {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** One of the numbers 0, 1, 2, …, as often as its weight says. */
const weighted = (weights: readonly number[], random: () => number): number => {
  let place = random() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [i, weight] of weights.entries()) {
    place -= weight;
    if (place < 0) return i;
  }
  return 0;
};

const followers = fitted.followers.map((row) => [...row].map((step) => 2 ** (Number.parseInt(step, 36) / 2) - 1));
const suffixes = Object.keys(fitted.topLevels);
const suffixWeights = Object.values(fitted.topLevels);
const formWeights = forms.map((form) => fitted.shares[form]);

/** Makes literals of each form: as long as the measured ones are, of characters that follow one another as theirs do. */
const makerOf = (random: () => number, pick: Pick): ((form: Form) => string) => {
  const label = (length: number): string => {
    let text = "";
    for (let row = SYMBOLS.length; text.length < length; row = SYMBOLS.indexOf(text.at(-1)!))
      text += SYMBOLS[weighted(followers[row]!, random)];
    return text.replace(/-$/, "0");
  };
  const host = (length: number): string => {
    const suffix = suffixes[weighted(suffixWeights, random)]!;
    const rest = Math.max(3, length - suffix.length - 1);
    if (rest < 8 || random() * 1000 >= fitted.labels) return `${label(rest)}.${suffix}`;
    const first = 2 + Math.floor(random() * (rest - 5));
    return `${label(first)}.${label(rest - first - 1)}.${suffix}`;
  };
  const byte = (): number => Math.floor(random() * 256);
  const address = (): string => [byte(), byte(), byte(), byte()].join(".");
  const port = (): number => pick([443, 80, 8080, 1024 + Math.floor(random() * 64_000)]);
  const joined = (length: number, by: string): string => {
    let text = pick(words);
    while (text.length < length) text += by + pick(words);
    return text;
  };
  const makers: Record<Form, (length: number) => string> = {
    domain: host,
    address: (length) => `@${host(length - 1)}`,
    endpoint: () => `${address()}:${port()}`,
    url: (length) => `http://${random() < 0.9 ? address() : host(length - 7)}`,
    resource: (length) => `${host(Math.ceil(length / 2))}/${joined(length / 2, "/")}`,
    phrase: (length) => `${pick(phrases)} ${joined(length - 20, " ")}`,
    path: (length) => `${pick(["/", "bin/", "etc/", ""])}${joined(length / 2, "_")}/${label(Math.max(3, length / 3))}`,
    identifier: (length) => joined(length, pick(["", "-", "_"])),
    other: (length) => `${pick([".", "<", "$", ""])}${joined(length - 2, "::")}${pick(["(", "=", ":", ","])}`,
  };
  return (form) => {
    const lengths = fitted.lengths[form];
    const at = Math.floor(random() * (lengths.length - 1));
    return makers[form](lengths[at]! + Math.floor(random() * (lengths[at + 1]! - lengths[at]! + 1)));
  };
};

/** Regexes with a literal of at least five bytes inside, of the forms that secret and intrusion rules take. */
const regexKinds: readonly ((pick: Pick) => string)[] = [
  (pick) => `${pick(words)}${pick(syllables)}_[0-9a-f]{32}`,
  (pick) => `${pick(syllables)}${pick(syllables)}-[A-Za-z0-9_-]{20,40}`,
  (pick) =>
    `${pick(words)}[ \\t]{0,4}[:=][ \\t]{0,4}${pick(syllables)}${pick(syllables)}${pick(syllables)}[a-z0-9]{8,20}`,
  (pick) => `/${pick(words)}/${pick(syllables)}${pick(syllables)}\\.php\\?[a-z]{1,8}=[0-9]{1,6}`,
  (pick) => `[a-z0-9.-]{1,20}${pick(syllables)}${pick(words)}\\.${pick(topLevels)}/[a-z0-9]{4,12}`,
  (pick) => `${pick(phrases)} [a-z]{3,12} ${pick(syllables)}${pick(syllables)}`,
];

/** A pack with the forms, lengths, domains and character sequences of a real one (see fitted.ts). Values are distinct. */
export const generatePack = ({ count = 65_536, regexes = 0, seed = 1 }: GenerateOptions = {}): Definition[] => {
  const random = randomOf(seed);
  const pick: Pick = (list) => list[Math.floor(random() * list.length)]!;
  const make = makerOf(random, pick);
  const seen = new Set<string>();
  const definitions: Definition[] = [];
  while (definitions.length < count) {
    const id = `generated-${definitions.length}`;
    if (random() < regexes) {
      const value = pick(regexKinds)(pick);
      if (seen.has(value)) continue;
      seen.add(value);
      definitions.push(Definition.parse({ id, kind: "regex", value, nocase: random() < 0.3 }));
      continue;
    }
    const value = make(forms[weighted(formWeights, random)]!);
    if (value.length < 5 || seen.has(value)) continue;
    seen.add(value);
    definitions.push(Definition.parse({ id, kind: "literal", value, nocase: random() < NOCASE_SHARE }));
  }
  return definitions;
};
