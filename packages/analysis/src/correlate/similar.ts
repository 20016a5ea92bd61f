import type { NearDuplicates } from "../report/schema.ts";
import { byRef, compare } from "./order.ts";

/**
 * A text's signature, as a pass may state it in its facts: 64 values of 8 bits, as 128 hex digits. Value k is the lowest
 * hash of the text's word sequences in the k-th part of the hashes (MinHash by one permutation), cut to 8 bits. The
 * share of equal values estimates the share of sequences that two texts have in common.
 */
export const VALUES = 64;
export const isSignature = (value: unknown): value is string =>
  typeof value === "string" && /^[0-9a-f]{128}$/.test(value);

/** Texts are compared that agree in four neighbouring values: with 16 chances, nine in ten of those that share 60 %. */
const ROWS = 4;
/** Of 64 values; what two texts without anything in common agree in by chance (1 in 256) is taken off. */
const ALIKE = 0.7;
const LISTED = 20;
const HEX = 2;

export interface Signed {
  ref: string;
  name: string;
  sha256: string;
  signature: string;
}

const digit = (code: number): number => (code <= 0x39 ? code - 0x30 : code - 0x57);

const valuesOf = (signature: string): Uint8Array => {
  const values = new Uint8Array(VALUES);
  for (let at = 0; at < VALUES; at += 1)
    values[at] = 16 * digit(signature.charCodeAt(HEX * at)) + digit(signature.charCodeAt(HEX * at + 1));
  return values;
};

const similarity = (a: Uint8Array, b: Uint8Array): number => {
  let equal = 0;
  for (let at = 0; at < VALUES; at += 1) if (a[at] === b[at]) equal += 1;
  const share = equal / VALUES;
  return Math.max(0, (share - 1 / 256) / (1 - 1 / 256));
};

/** Sets that are put together as pairs are found. */
const groupsOf = (size: number) => {
  const parent = Int32Array.from({ length: size }, (_, index) => index);
  const find = (one: number): number => {
    let root = one;
    while (parent[root] !== root) root = parent[root] as number;
    for (let at = one; at !== root; ) {
      const next = parent[at] as number;
      parent[at] = root;
      at = next;
    }
    return root;
  };
  return {
    find,
    join: (a: number, b: number): void => {
      const [x, y] = [find(a), find(b)];
      if (x !== y) parent[Math.max(x, y)] = Math.min(x, y);
    },
  };
};

/** Each file once, by its first slice: slices of one file are always alike. */
const filesOf = (texts: readonly Signed[]): Signed[] => {
  const files = new Map<string, Signed>();
  for (const text of texts.toSorted((a, b) => byRef(a.ref, b.ref)))
    if (!files.has(text.name)) files.set(text.name, text);
  return [...files.values()];
};

/**
 * Groups of components whose texts are nearly the same; those with the same bytes count once, as their first. In each of
 * 16 bands the texts that agree are compared with the first of them only, so that time grows with the number of texts,
 * not of pairs. Order decides nothing: texts are taken by their signatures.
 */
export const nearDuplicates = (
  components: readonly Signed[],
  limit: number,
): { total: number; top: NearDuplicates[] } => {
  const first = new Map<string, Signed>();
  for (const one of components) {
    const known = first.get(one.sha256);
    if (!known || byRef(one.ref, known.ref) < 0) first.set(one.sha256, one);
  }
  const texts = [...first.values()].sort((a, b) => compare(a.signature, b.signature) || compare(a.sha256, b.sha256));
  const values = texts.map(({ signature }) => valuesOf(signature));
  const groups = groupsOf(texts.length);
  const least = new Map<number, number>();
  const pairs: { a: number; alike: number }[] = [];
  for (let band = 0; band < VALUES; band += ROWS) {
    const heads = new Map<number, number>();
    values.forEach((own, index) => {
      let value = 0;
      for (let at = band; at < band + ROWS; at += 1) value = 256 * value + (own[at] ?? 0);
      const head = heads.get(value);
      if (head === undefined) {
        heads.set(value, index);
        return;
      }
      const alike = similarity(values[head] ?? own, own);
      if (alike < ALIKE) return;
      groups.join(head, index);
      pairs.push({ a: index, alike });
    });
  }
  for (const { a, alike } of pairs) {
    const group = groups.find(a);
    least.set(group, Math.min(alike, least.get(group) ?? 1));
  }
  const members = new Map<number, Signed[]>();
  texts.forEach((text, index) => {
    const group = groups.find(index);
    if (!least.has(group)) return;
    const known = members.get(group);
    if (known) known.push(text);
    else members.set(group, [text]);
  });
  const found = [...members].flatMap(([group, texts]): NearDuplicates[] => {
    const files = filesOf(texts);
    if (files.length < 2) return [];
    return [
      {
        components: files.slice(0, LISTED).map(({ ref, name }) => ({ ref, name })),
        total: files.length,
        similarity: Math.round((least.get(group) ?? 1) * 100) / 100,
      },
    ];
  });
  found.sort(
    (a, b) =>
      b.total - a.total || b.similarity - a.similarity || byRef(a.components[0]?.ref ?? "", b.components[0]?.ref ?? ""),
  );
  return { total: found.length, top: found.slice(0, limit) };
};

/** Components with the same bytes, by content hash; the largest groups first. */
export const duplicates = (
  components: readonly { ref: string; sha256: string; bytes: number }[],
  limit: number,
): string[][] => {
  const byHash = new Map<string, string[]>();
  for (const { ref, sha256, bytes } of components) {
    if (bytes === 0) continue;
    const known = byHash.get(sha256);
    if (known) known.push(ref);
    else byHash.set(sha256, [ref]);
  }
  const found = [...byHash.values()].filter((refs) => refs.length > 1).map((refs) => refs.sort(byRef));
  return found.sort((a, b) => b.length - a.length || byRef(a[0] ?? "", b[0] ?? "")).slice(0, limit);
};
