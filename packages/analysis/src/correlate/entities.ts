import * as z from "zod/mini";
import { cut } from "../report/bounded.ts";
import { isTime } from "../report/place.ts";
import { Place, type SharedEntitySchema } from "../report/schema.ts";
import { findingsBeside, isKnown, NearFinding, nearest } from "./beside.ts";
import { byPlace, compare, hash, mergeFirst } from "./order.ts";
import { Sample } from "./sample.ts";
import type { SeenComponent } from "./seen.ts";

/** Different values remembered; past it they are a sample, see `sample.ts`, and the report says so. */
export const ENTITY_LIMIT = 100_000;
const PLACES = 20;
const VALUE = 1000;

const SeenEntity = z.object({
  kind: z.string(),
  value: z.string(),
  mentions: z.number(),
  components: z.number(),
  /** Hashes of the names of two different documents that name it: the slices of one file are one document. */
  documents: z.array(z.number()),
  /** The first place in each of the first components. */
  places: z.array(Place),
  /** The worst findings near it, one per rule. */
  near: z.optional(z.array(NearFinding)),
});
type SeenEntity = z.infer<typeof SeenEntity>;

/** What the components of a group name; `total` and `byKind` count mentions. Times are left to the timeline. */
export const EntitySummary = z.object({
  total: z.number(),
  byKind: z.record(z.string(), z.number()),
  sampled: z.boolean(),
  seen: z.array(SeenEntity),
});
export type EntitySummary = z.infer<typeof EntitySummary>;

export type SharedEntity = z.infer<typeof SharedEntitySchema>;

const byWeight = (a: SeenEntity, b: SeenEntity): number =>
  b.components - a.components || b.mentions - a.mentions || compare(a.value, b.value) || compare(a.kind, b.kind);

const isShared = ({ documents }: SeenEntity): boolean => documents.length > 1;

const put = (into: SeenEntity, one: SeenEntity): void => {
  into.mentions += one.mentions;
  into.components += one.components;
  if (one.documents.some((document) => !into.documents.includes(document)))
    into.documents = mergeFirst([into.documents, one.documents], 2, (a, b) => a - b, String);
  into.places =
    into.places.length === PLACES && byPlace(into.places.at(-1) as Place, one.places[0] as Place) < 0
      ? into.places
      : mergeFirst([into.places, one.places], PLACES, byPlace, ({ component }) => component);
  if (one.near && !isKnown(into.near ?? [], one.near)) into.near = nearest([into.near ?? [], one.near]);
};

/** Collects the entities of components, in any order and in any parts, and where each occurs. */
export const entitiesSeen = (limit = ENTITY_LIMIT) => {
  const sample = new Sample<SeenEntity>(limit);
  const byKind = new Map<string, number>();
  let total = 0;
  const count = (kind: string, mentions: number): void => {
    total += mentions;
    byKind.set(kind, (byKind.get(kind) ?? 0) + mentions);
  };
  const take = (entity: SeenEntity): void => {
    const known = sample.at(`${entity.kind}\u0000${entity.value}`, () => ({
      ...entity,
      mentions: 0,
      components: 0,
      places: [],
    }));
    if (known) put(known, entity);
  };
  const totals = () => ({ total, byKind: Object.fromEntries([...byKind].sort(([a], [b]) => compare(a, b))) });
  const sorted = (): SeenEntity[] => sample.values().sort(byWeight);
  return {
    add(component: SeenComponent): void {
      const own = new Map<string, SeenEntity>();
      const beside = findingsBeside(component);
      const document = hash(component.name);
      for (const { pass, entity } of component.entities) {
        count(entity.kind, entity.count ?? 1);
        if (isTime(entity.kind)) continue;
        const { kind, start, end } = entity;
        const value = cut(entity.value, VALUE);
        const near = beside(entity);
        const one: SeenEntity = {
          kind,
          value,
          mentions: entity.count ?? 1,
          components: 1,
          documents: [document],
          places: [{ component: component.ref, pass, start, end }],
          ...(near.length > 0 ? { near } : {}),
        };
        const known = own.get(`${kind}\u0000${value}`);
        if (known) {
          put(known, one);
          known.components = 1;
        } else own.set(`${kind}\u0000${value}`, one);
      }
      for (const entity of own.values()) take(entity);
    },
    merge(part: EntitySummary): void {
      for (const [kind, mentions] of Object.entries(part.byKind)) count(kind, mentions);
      if (part.sampled) sample.cut();
      for (const entity of part.seen) take(entity);
    },
    totals,
    summary: (): EntitySummary => ({
      ...totals(),
      sampled: sample.full,
      seen: sorted(),
    }),
    /** Named in most components first. */
    all: sorted,
    get sampled(): boolean {
      return sample.full;
    },
    /** Different values by kind; estimated where {@link sampled}. */
    distinct(): Record<string, number> {
      const kinds = new Map<string, number>();
      for (const { kind } of sample.values()) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      const { scale } = sample;
      return Object.fromEntries(
        [...kinds].sort(([a], [b]) => compare(a, b)).map(([kind, values]) => [kind, Math.round(values * scale)]),
      );
    },
  };
};

/** Those that more than one document names. */
export const shared = (entities: readonly SeenEntity[]): SeenEntity[] => entities.filter(isShared);

/** For the report. */
export const toShared = ({ kind, value, mentions, components, places }: SeenEntity): SharedEntity => ({
  kind,
  value,
  mentions,
  components,
  places: places.map(({ component }) => component),
  evidence: places,
});

export type { SeenEntity };
