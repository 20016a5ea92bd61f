/** What kinds of entity the pass reports. */
export const entityKinds = [
  "email",
  "url",
  "domain",
  "ipv4",
  "ipv6",
  "cidr",
  "phone",
  "datetime",
  "money",
  "iban",
  "payment-card",
  "national-id",
  "md5",
  "sha1",
  "sha256",
  "sha512",
  "uuid",
  "path",
  "mac",
  "arn",
  "crypto-address",
  "geo",
  "username",
  "host",
  "person",
  "organisation",
  "place",
] as const;
export type EntityKind = (typeof entityKinds)[number];

/** Kinds whose value carries a check digit or a checksum, so that a chance match is rare. */
export const checksummedKinds: readonly EntityKind[] = ["iban", "payment-card", "crypto-address"];

/** Kinds that come from a language model, not from a form: less certain than the others. */
export const nameKinds: readonly EntityKind[] = ["person", "organisation", "place"];

/** One place where an entity is named; `start` and `end` count bytes. */
export interface Mention {
  kind: EntityKind;
  /** Normalised: equal values are the same thing. */
  value: string;
  start: number;
  end: number;
  /** 0..1; 0 for a candidate that was looked at and refused, which counts against the others of its kind. */
  confidence: number;
  /** Only form and check digit speak for it, so that chance may: believed where most of its kind in the component hold. */
  tentative?: boolean;
  /** Another entity that this one leads to: the host inside a URL, the user behind a client's address. */
  inner?: Mention;
}

/** A stretch of the input as recognisers see it: bytes, and the same bytes as one character each (Latin-1). */
export interface Stretch {
  readonly bytes: Uint8Array;
  readonly chars: string;
}

/** How far a recogniser may look, in bytes. What it answers must depend on nothing further away. */
export const LOOK_BEHIND = 256;
export const LOOK_AHEAD = 4096;

const utf8 = new TextDecoder();

/** The text between two byte offsets; only texts with bytes above 0x7f need decoding. */
export const textOf = (stretch: Stretch, start: number, end: number): string => {
  const chars = stretch.chars.slice(start, end);
  return /^[\x00-\x7f]*$/.test(chars) ? chars : utf8.decode(stretch.bytes.subarray(start, end));
};

/** Runs a sticky expression at one place. */
export const matchAt = (expression: RegExp, chars: string, at: number): RegExpExecArray | null => {
  expression.lastIndex = at;
  return expression.exec(chars);
};
