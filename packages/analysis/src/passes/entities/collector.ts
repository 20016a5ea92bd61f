import type { Entity } from "../../findings.ts";
import { masked, type Span } from "./mask.ts";
import { detached } from "./memo.ts";
import { type EntityKind, entityKinds, type Mention, type Stretch, textOf } from "./mention.ts";

export interface EntityLimits {
  /** Different values kept of one kind; more are counted only. */
  perKind: number;
  /** Different values kept in all. */
  total: number;
}
export const entityLimits: EntityLimits = { perKind: 1000, total: 10_000 };

interface Place {
  start: number;
  end: number;
}

/** Of one kind: places where one was named, and different values kept. */
export interface KindCount {
  mentions: number;
  values: number;
  /** Mentions whose value was not kept, for want of room. */
  dropped: number;
}

const CONTEXT_CHARS = 200;
const CONTEXT_SIDE = 80;
const TEXT_CHARS = 2048;
const utf8 = new TextDecoder();
const MAX_TENTATIVE = 2000;

const isBreak = (byte: number): boolean => byte === 0x0a || byte === 0x0d || byte === 0;
const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

/** What stands around the mention on its line: first byte, and past the last. */
const lineAround = ({ bytes }: Stretch, mention: Mention): [from: number, to: number] => {
  let from = mention.start;
  let to = Math.min(mention.end, mention.start + CONTEXT_CHARS);
  while (from > 0 && mention.start - from < CONTEXT_SIDE && !isBreak(bytes[from - 1]!)) from -= 1;
  while (to < bytes.length && to - mention.end < CONTEXT_SIDE && !isBreak(bytes[to]!)) to += 1;
  while (from < mention.start && isContinuation(bytes[from])) from += 1;
  while (to > mention.end && isContinuation(bytes[to])) to -= 1;
  return [from, to];
};

/** Keeps each different value once, at its first place, with the number of its mentions; bounded. */
export class Collector {
  readonly #limits: EntityLimits;
  readonly #byKind = new Map<EntityKind, Map<string, Entity>>();
  readonly #counts = new Map<EntityKind, KindCount>();
  readonly #kept: Entity[] = [];
  /** What was read of each of them, in their order. */
  readonly #spans: Span[] = [];
  /** Kinds that have to prove themselves: what spoke for them, and how often the check digit did not hold. */
  readonly #tentative: { mention: Mention; stretch: Stretch; place: Place; base: number }[] = [];
  #refused = 0;
  #accepted = 0;

  constructor(limits: EntityLimits = entityLimits) {
    this.#limits = limits;
  }

  /** `place` is where the mention stands in the component, `base` where the stretch begins in the text that is read. */
  add(mention: Mention, stretch: Stretch, place: Place, base = 0): void {
    if (mention.confidence === 0) this.#refused += 1;
    else if (mention.tentative) this.#consider(mention, stretch, place, base);
    else this.#add(mention, stretch, place, base);
  }

  #consider(mention: Mention, stretch: Stretch, place: Place, base: number): void {
    this.#accepted += 1;
    if (this.#tentative.length >= MAX_TENTATIVE) return;
    // Its line is kept, and not the window that it stands in.
    const from = Math.max(0, mention.start - CONTEXT_CHARS);
    const bytes = stretch.bytes.slice(from, mention.end + CONTEXT_CHARS);
    const own = { bytes, chars: Buffer.from(bytes).toString("latin1") };
    this.#tentative.push({
      mention: { ...mention, value: detached(mention.value), start: mention.start - from, end: mention.end - from },
      stretch: own,
      place,
      base: base + from,
    });
  }

  /** Ten in a hundred random numbers pass a check digit; where most do, they are what they look like. */
  #decide(): void {
    const believed = this.#accepted > 2 * this.#refused;
    for (const { mention, stretch, place, base } of this.#tentative.splice(0))
      if (believed) this.#add(mention, stretch, place, base);
  }

  #add(mention: Mention, stretch: Stretch, place: Place, base: number): void {
    const { kind, value } = mention;
    const values = this.#byKind.get(kind) ?? new Map<string, Entity>();
    const count = this.#counts.get(kind) ?? { mentions: 0, values: 0, dropped: 0 };
    this.#byKind.set(kind, values);
    this.#counts.set(kind, count);
    count.mentions += 1;
    const known = values.get(value);
    if (known) {
      known.count = (known.count ?? 1) + 1;
      if (mention.confidence > known.confidence) known.confidence = mention.confidence;
      return;
    }
    if (values.size >= this.#limits.perKind || this.#kept.length >= this.#limits.total) {
      count.dropped += 1;
      return;
    }
    const [from, to] = lineAround(stretch, mention);
    const textEnd = Math.min(mention.end, mention.start + TEXT_CHARS);
    const entity: Entity = {
      kind,
      value: detached(value),
      text: detached(textOf(stretch, mention.start, textEnd)),
      ...place,
      confidence: mention.confidence,
      count: 1,
      context: utf8.decode(stretch.bytes.subarray(from, to)).slice(0, CONTEXT_CHARS),
    };
    const bytes = stretch.bytes.slice(from, Math.max(to, textEnd));
    this.#spans.push({ bytes, from: base + from, start: base + mention.start, end: base + textEnd });
    values.set(entity.value, entity);
    this.#kept.push(entity);
    count.values += 1;
  }

  /** Everything was added. */
  get entities(): Entity[] {
    this.#decide();
    return this.#kept;
  }

  /** As they may be shown, and how many may not; `hidden` tells the secrets within a stretch of the text. */
  shown(hidden: (from: number, to: number) => (readonly [from: number, to: number])[]): {
    entities: Entity[];
    withheld: number;
  } {
    const entities = this.entities.flatMap((entity, i) => {
      const span = this.#spans[i]!;
      const shown = masked(entity, span, hidden(span.from, span.from + span.bytes.length));
      return shown ? [shown] : [];
    });
    return { entities, withheld: this.#kept.length - entities.length };
  }

  /** By kind, those that were found. */
  get counts(): Partial<Record<EntityKind, KindCount>> {
    return Object.fromEntries(
      entityKinds.flatMap((kind) => (this.#counts.has(kind) ? [[kind, this.#counts.get(kind)!]] : [])),
    );
  }

  get truncated(): boolean {
    return [...this.#counts.values()].some(({ dropped }) => dropped > 0);
  }
}
