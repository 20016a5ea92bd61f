import type { Entity } from "../../findings.ts";

type Range = readonly [from: number, to: number];

/** The bytes around an entity as they were read, and where in the text they and the entity stand. */
export interface Span {
  bytes: Uint8Array;
  from: number;
  start: number;
  end: number;
}

const HIDDEN = "…";
const utf8 = new TextDecoder();

const render = ({ bytes, from }: Span, start: number, end: number, hidden: readonly Range[]): string => {
  let text = "";
  let at = start;
  for (const [first, past] of hidden) {
    if (past <= at || first >= end) continue;
    text += utf8.decode(bytes.subarray(at - from, Math.max(at, first) - from)) + HIDDEN;
    at = Math.min(end, past);
  }
  return text + utf8.decode(bytes.subarray(at - from, end - from));
};

/** The value without what is hidden of it; a value that was normalised out of all likeness is given as its masked text. */
const maskedValue = (value: string, text: string, span: Span, hidden: readonly Range[]): string => {
  let masked = value;
  for (const [first, past] of hidden) {
    const from = Math.max(first, span.start);
    const secret = utf8.decode(span.bytes.subarray(from - span.from, Math.min(past, span.end) - span.from));
    for (const form of new Set([secret, encodeURI(secret), encodeURIComponent(secret), secret.toLowerCase()]))
      if (form !== "") masked = masked.replaceAll(form, HIDDEN);
  }
  return masked === value ? text : masked;
};

/** An entity as it may be shown: `undefined` where it is all of it a secret. */
export const masked = (entity: Entity, span: Span, hidden: readonly Range[]): Entity | undefined => {
  if (hidden.length === 0) return entity;
  if (hidden.some(([from, to]) => from <= span.start && to >= span.end)) return undefined;
  const context = render(span, span.from, span.from + span.bytes.length, hidden).slice(0, 200);
  const inside = hidden.filter(([from, to]) => from < span.end && to > span.start);
  if (inside.length === 0) return { ...entity, context };
  const text = render(span, span.start, span.end, inside);
  return { ...entity, context, text, value: maskedValue(entity.value, text, span, inside) };
};
