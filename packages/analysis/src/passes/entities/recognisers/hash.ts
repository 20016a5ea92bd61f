import type { EntityKind, Mention, Stretch } from "../mention.ts";

const kindOfLength: Record<number, EntityKind> = { 32: "md5", 40: "sha1", 64: "sha256", 128: "sha512" };
const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Keys whose 32 hex digits are an identifier. */
const identifier =
  /(?:trace|span|session|request|correlation|parent|message|transaction|object|user|api|client|sess|uu|gu)[-_ ]?(?:id|key|token)?["']?\s?[:=]\s?["']?$/i;

/** A token of nothing but hex digits, as long as a digest; the kind is told by the length. */
export const hashIn = (stretch: Stretch, start: number, end: number): Mention | undefined => {
  const kind = kindOfLength[end - start];
  if (!kind) return undefined;
  const text = stretch.chars.slice(start, end);
  const lower = text.toLowerCase();
  if ((text !== lower && text !== text.toUpperCase()) || !/[a-f]/.test(lower) || !/\d/.test(lower)) return undefined;
  if (new Set(lower).size < 6) return undefined;
  if (kind === "md5" && identifier.test(stretch.chars.slice(Math.max(0, start - 24), start))) return undefined;
  return { kind, value: lower, start, end, confidence: kind === "md5" ? 0.8 : 0.9 };
};

export const uuidIn = (stretch: Stretch, start: number, end: number): Mention | undefined => {
  const text = stretch.chars.slice(start, end);
  return uuidForm.test(text) ? { kind: "uuid", value: text.toLowerCase(), start, end, confidence: 0.98 } : undefined;
};
