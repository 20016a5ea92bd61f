import nlp from "compromise";
import type { EntityKind, Mention, Stretch } from "./mention.ts";

/**
 * Prose that is read for names, in bytes of one component. The language model reads some 50 KB/s, a thousandth of what
 * the other recognisers do, so that its share is capped and the output says how much was read.
 */
export const NAME_BUDGET_BYTES = 32 * 1024;

/** Two capitalised words in a row, or one inside a sentence: without either there is no name to find. */
const promising = /[a-z,;] \p{Lu}\p{Ll}|\p{Lu}[\p{L}.]* \p{Lu}/u;
const edges = /^[\s"'“”‘’(),.;:!?–—-]+|[\s"'“”‘’(),.;:!?–—-]+$/g;

interface Match {
  text: string;
  offset: { start: number; length: number };
}

const utf8 = new TextDecoder();

const confidenceOf = (kind: EntityKind, name: string): number => {
  if (kind !== "person") return 0.5;
  return name.includes(" ") ? 0.6 : 0.4;
};

/** Particles within names. */
const particle =
  /^(?:de|del|della|der|den|di|da|dos|du|la|le|van|von|und|of|the|and|for|y|e|al|bin|ibn|ter|ten|zu|zum|zur|&)$/;
/** What only capitals at the beginning of a line or of a heading make look like a name. */
const common =
  /\b(?:API|URI|URL|Licen[sc]e|Library|Engine|Scope|Region|Module|Server|Client|Version|Release|Package|System|File|Files|List|Table|Index|Note|Notes|Usage|Options?|Example|Examples|Class|Method|Function|Type|Value|Key|Token|Error|Warning|Code|Data|Node|User|Users|Settings?|Config|Configuration|Description|Synopsis|Public|Private|General|Grant|Compute|Cloud|Service|Services|Interface|Protocol|Format|Standard|Framework|Project|Bug|Fix|Changes?|Update|Support|Build|Test|Tests|Debug|Return|Returns|Default|Parameters?|Arguments?|Command|Line|Script|Unicode|Python|Java|JavaScript|Linux|Debian|Windows|Unix|Perl|Ruby|Node\.js|Section|Chapter|Appendix|Figure|Copyright|Contributors?|Authors?|Maintainers?|Hash|Array|String|Object|Map|Set|Queue|Stack|Tree|Graph|Mode|State|Event|Request|Response|Header|Body|Query|Path|Name|Date|Time)\b/;

/** `ABI`, `GPL`: an abbreviation alone, or one in the place of a person's name. */
const isAcronym = (kind: EntityKind, name: string): boolean =>
  /^[\p{Lu}\d-]+$/u.test(name) ||
  (kind === "person" && /(?:^|\s)\p{Lu}{2,}(?:\s|$)/u.test(name)) ||
  /["[\]&]/.test(name);

/** Every word of a name begins with a capital, but for particles. */
const isCapitalised = (name: string): boolean =>
  name.split(/[\s-]+/).every((word) => particle.test(word) || /^["'“‘(]?\p{Lu}/u.test(word));

const mentionOf = (kind: EntityKind, paragraph: string, match: Match): Mention | undefined => {
  const name = match.text.replace(edges, "").replace(/['’]s$/, "");
  const found = paragraph.indexOf(name, match.offset.start);
  if (name.length < 2 || name.length > 80 || !/^\p{Lu}/u.test(name) || /[\d@/\\=<>|]/.test(name)) return undefined;
  if (!isCapitalised(name) || common.test(name) || isAcronym(kind, name)) return undefined;
  if (found === -1 || found > match.offset.start + match.offset.length + 8) return undefined;
  const start = Buffer.byteLength(paragraph.slice(0, found));
  const value = name.replace(/\s+/g, " ");
  return { kind, value, start, end: start + Buffer.byteLength(name), confidence: confidenceOf(kind, value) };
};

/** People, organisations and places in a paragraph, by `compromise`; English. */
export const namesIn = (paragraph: string): Mention[] => {
  if (!promising.test(paragraph)) return [];
  const read = nlp(paragraph);
  const found: Mention[] = [];
  const take = (kind: EntityKind, matches: Match[]): void => {
    for (const match of matches) {
      const mention = mentionOf(kind, paragraph, match);
      if (mention && !found.some(({ start, end }) => start < mention.end && mention.start < end)) found.push(mention);
    }
  };
  const options = { offset: true };
  take("person", read.people().json(options) as Match[]);
  take("organisation", read.organizations().json(options) as Match[]);
  take("place", read.places().json(options) as Match[]);
  return found.sort((a, b) => a.start - b.start);
};

/** Reads paragraphs for names until the budget is spent. */
export class NameReader {
  readonly #budget: number;
  readonly #onMention: (mention: Mention, stretch: Stretch, base: number) => void;
  /** Bytes of prose read, and whether more was left. */
  read = 0;
  skipped = 0;

  constructor(onMention: (mention: Mention, stretch: Stretch, base: number) => void, budget = NAME_BUDGET_BYTES) {
    this.#onMention = onMention;
    this.#budget = budget;
  }

  paragraph(bytes: Uint8Array, base: number): void {
    if (this.read + bytes.length > this.#budget) {
      this.skipped += bytes.length;
      return;
    }
    this.read += bytes.length;
    const stretch = { bytes, chars: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1") };
    for (const mention of namesIn(utf8.decode(bytes))) this.#onMention(mention, stretch, base);
  }
}
