import { Definition } from "../definition/definition.ts";
import { phrases, syllables, topLevels, words } from "./vocabulary.ts";

export interface GenerateOptions {
  /** 65,536 by default. */
  count?: number;
  /** Share of regexes; 0 by default. */
  regexes?: number;
  seed?: number;
}

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

/** Kinds of literals as blocklists and rule sets have them, with their shares. */
const literalKinds: readonly [share: number, nocase: boolean, make: (pick: Pick) => string][] = [
  [0.34, true, (pick) => `${pick(words)}${pick(["-", "", ""])}${pick(words)}${pick(syllables)}.${pick(topLevels)}`],
  [0.22, true, (pick) => `${pick(syllables)}${pick(syllables)}${pick(syllables)}${pick(syllables)}.${pick(topLevels)}`],
  [0.14, true, (pick) => `@${pick(syllables)}${pick(words)}${pick(syllables)}.${pick(topLevels)}`],
  [0.04, false, (pick) => `http://${pick(bytes)}.${pick(bytes)}.${pick(bytes)}.${pick(bytes)}`],
  [
    0.08,
    false,
    (pick) => `/${pick(words)}/${pick(syllables)}${pick(syllables)}.${pick(["php", "sh", "exe", "jsp", "aspx"])}`,
  ],
  [0.06, false, (pick) => `${pick(phrases)} ${pick(words)} ${pick(words)}`],
  [0.05, false, (pick) => `${pick(words)}_${pick(words)}(${pick(syllables)}`],
  [0.03, false, (pick) => `${pick(syllables)}${pick(syllables)}${pick(bytes)}`],
  [0.02, true, (pick) => `${pick(words)}${pick(["", "(", "=", "/", "_", ":"])}`],
  [0.02, true, (pick) => `${pick(syllables)}${pick(["-", "_", "."])}${pick(syllables)}`],
];
const bytes = Array.from({ length: 256 }, (_, i) => String(i));

/** The kind in whose share of the unit interval a number falls. */
const kindAt = (place: number): (typeof literalKinds)[number] => {
  let below = 0;
  for (const kind of literalKinds) {
    below += kind[0];
    if (place < below) return kind;
  }
  return literalKinds[0]!;
};

/** Regexes with a literal of at least five bytes inside, of the forms that secret and intrusion rules take. */
const regexKinds: readonly ((pick: Pick) => string)[] = [
  (pick) => `${pick(words)}${pick(syllables)}_[0-9a-f]{32}`,
  (pick) => `${pick(syllables)}${pick(syllables)}-[A-Za-z0-9_-]{20,40}`,
  (pick) => `${pick(words)}[ \\t]{0,4}[:=][ \\t]{0,4}${pick(syllables)}${pick(syllables)}[a-z0-9]{8,20}`,
  (pick) => `/${pick(words)}/${pick(syllables)}${pick(syllables)}\\.php\\?[a-z]{1,8}=[0-9]{1,6}`,
  (pick) => `[a-z0-9.-]{1,20}${pick(syllables)}${pick(words)}\\.${pick(topLevels)}/[a-z0-9]{4,12}`,
  (pick) => `${pick(phrases)} [a-z]{3,12} ${pick(syllables)}${pick(syllables)}`,
];

/** A pack that looks like real ones do: domains, addresses, paths, messages, identifiers. Values are distinct. */
export const generatePack = ({ count = 65_536, regexes = 0, seed = 1 }: GenerateOptions = {}): Definition[] => {
  const random = randomOf(seed);
  const pick: Pick = (list) => list[Math.floor(random() * list.length)]!;
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
    const [, nocase, make] = kindAt(random());
    const value = make(pick);
    if (value.length < 5 || seen.has(value)) continue;
    seen.add(value);
    definitions.push(Definition.parse({ id, kind: "literal", value, nocase }));
  }
  return definitions;
};
