import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { Dice } from "../../packages/analysis/test/entities/labelled/random.ts";

const upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const lower = upper.toLowerCase();
const digits = "0123456789";
const base62 = digits + upper + lower;
const base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const bech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

const alphabets: Readonly<Record<string, string>> = {
  alnum: base62,
  alpha: upper + lower,
  upnum: upper + digits,
  lownum: lower + digits,
  digit: digits,
  hex: "0123456789abcdef",
  HEX: "0123456789ABCDEF",
  base32: `${upper}234567`,
  base64: `${base62}+/`,
  word: `${base62}_-`,
};

const pick = (dice: Dice, alphabet: string, length: number): string =>
  Array.from({ length }, () => dice.of([...alphabet])).join("");

const uuid = (dice: Dice): string => [8, 4, 4, 4, 12].map((length) => dice.hex(length)).join("-");

/** A body with its CRC-32 in base 62, as GitHub and npm write their tokens. */
const withChecksum = (dice: Dice, prefix: string): string => {
  const body = pick(dice, base62, 30);
  let sum = "";
  for (let rest = crc32(body); rest > 0; rest = Math.floor(rest / 62)) sum = base62[rest % 62] + sum;
  return `${prefix}_${body}${sum.padStart(6, "0")}`;
};

const jwt = (dice: Dice): string => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { sub: uuid(dice), iss: "https://login.internal", exp: 1_800_000_000 + dice.below(1e6) };
  return `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}.${pick(dice, alphabets.word!, 43)}`;
};

const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

const wif = (dice: Dice): string => {
  const payload = Buffer.from(`80${dice.hex(64)}`, "hex");
  let value = BigInt(`0x${Buffer.concat([payload, sha256(sha256(payload)).subarray(0, 4)]).toString("hex")}`);
  let text = "";
  for (; value > 0n; value /= 58n) text = base58[Number(value % 58n)] + text;
  return text;
};

/** Data and checksum of a Bech32 string with the prefix of age's keys, in capitals. */
const age = (dice: Dice): string => {
  const data = Array.from({ length: 52 }, () => dice.below(32));
  const prefix = [..."age-secret-key-"].map((char) => char.charCodeAt(0));
  const polymod = (values: readonly number[]): number => {
    let sum = 1;
    for (const value of values) {
      const top = sum >>> 25;
      sum = ((sum & 0x1ffffff) << 5) ^ value;
      for (const [i, generator] of [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].entries())
        if ((top >>> i) & 1) sum ^= generator;
    }
    return sum >>> 0;
  };
  const expanded = [...prefix.map((code) => code >> 5), 0, ...prefix.map((code) => code & 31)];
  const check = (polymod([...expanded, ...data, 0, 0, 0, 0, 0, 0]) ^ 1) >>> 0;
  const sum = [25, 20, 15, 10, 5, 0].map((shift) => (check >>> shift) & 31);
  return [...data, ...sum]
    .map((value) => bech32[value])
    .join("")
    .toUpperCase();
};

const words = "river maple copper lantern orbit velvet harbor cactus summit pepper walnut comet".split(" ");
const capital = (word: string): string => word[0]!.toUpperCase() + word.slice(1);

/** What people choose, and what generators do. Signs that quoting would change are left out. */
const password = (dice: Dice): string =>
  dice.of([
    () => `${capital(dice.of(words))}${dice.digits(4)}!`,
    () => `${dice.of(words)}${dice.digits(3)}`,
    () => `${dice.of(words)}-${dice.of(words)}-${dice.digits(2)}`,
    () => pick(dice, base62, dice.between(10, 24)) + dice.digits(1),
    () => `${pick(dice, base62, 6)}${dice.digits(1)}!${pick(dice, base62, 6)}`,
  ])();

/** Fills in a form. */
export const made = (form: string, dice: Dice): string =>
  form.replace(/<(\w+):(\w+)>/g, (whole, name: string, argument: string) => {
    if (name === "uuid") return uuid(dice);
    if (name === "jwt") return jwt(dice);
    if (name === "wif") return wif(dice);
    if (name === "age") return age(dice);
    if (name === "github") return withChecksum(dice, argument);
    if (name === "password") return password(dice);
    const alphabet = alphabets[name];
    if (!alphabet) throw new TypeError(`"${whole}" names no alphabet`);
    return pick(dice, alphabet, Number(argument));
  });
