import { sha256 } from "@noble/hashes/sha2.js";
import { bech32, createBase58check } from "@scure/base";
import { marked } from "./markup.ts";
import type { Dice } from "./random.ts";

/** The digit that makes a number pass the Luhn test. */
const luhnDigit = (digits: string): number => {
  let sum = 0;
  [...digits].reverse().forEach((digit, i) => {
    const doubled = Number(digit) * (i % 2 === 0 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  });
  return (10 - (sum % 10)) % 10;
};

const issuers: readonly [prefix: string, length: number][] = [
  ["4", 16],
  ["51", 16],
  ["55", 16],
  ["2221", 16],
  ["34", 15],
  ["37", 15],
  ["6011", 16],
  ["3528", 16],
];

const grouped = (digits: string, separator: string): string =>
  digits.length === 15
    ? [digits.slice(0, 4), digits.slice(4, 10), digits.slice(10)].join(separator)
    : digits.match(/.{1,4}/g)!.join(separator);

const cardNumber = (dice: Dice): string => {
  const [prefix, length] = dice.of(issuers);
  const body = prefix + dice.digits(length - prefix.length - 1);
  return `${body}${luhnDigit(body)}`;
};

export const paymentCard = (dice: Dice): string => {
  const number = cardNumber(dice);
  return marked("payment-card", grouped(number, dice.of(["", " ", "-"])), number);
};

const spoiled = (digits: string): string => digits.slice(0, -1) + ((Number(digits.at(-1)) + 1) % 10);

/** A card number with its last digit wrong. */
export const noCard = (dice: Dice): string => grouped(spoiled(cardNumber(dice)), dice.of(["", " ", "-"]));

/** Basic account numbers by country: `n` a digit, `a` a letter; from the SWIFT IBAN registry's structures. */
const accounts: Record<string, string> = {
  DE: "nnnnnnnnnnnnnnnnnn",
  GB: "aaaannnnnnnnnnnnnn",
  NL: "aaaannnnnnnnnn",
  AT: "nnnnnnnnnnnnnnnn",
  CH: "nnnnnnnnnnnnnnnnn",
  PT: "nnnnnnnnnnnnnnnnnnnnn",
  IE: "aaaannnnnnnnnnnnnn",
  DK: "nnnnnnnnnnnnnn",
};
/** Countries whose account numbers have no check digits of their own that a made-up number would fail. */
const plainCountries = ["DE", "GB", "AT", "IE", "DK", "CH"] as const;

const remainder97 = (text: string): number => {
  let rest = 0;
  for (const char of text.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55)))
    rest = (rest * 10 + Number(char)) % 97;
  return rest;
};

const ibanNumber = (dice: Dice): string => {
  const country = dice.of(plainCountries);
  const account = accounts[country]!.replace(/[na]/g, (sort) =>
    sort === "n" ? dice.digits(1) : dice.of([..."ABCDEFGHKLMNPRSTW"]),
  );
  const check = 98 - remainder97(`${account}${country}00`);
  return `${country}${String(check).padStart(2, "0")}${account}`;
};

export const iban = (dice: Dice): string => {
  const number = ibanNumber(dice);
  return marked("iban", dice.below(2) === 0 ? number : number.match(/.{1,4}/g)!.join(" "), number);
};

/** An IBAN with two neighbouring digits swapped. */
export const noIban = (dice: Dice): string => {
  for (;;) {
    const number = ibanNumber(dice);
    const at = dice.between(8, number.length - 2);
    const swapped = number.slice(0, at) + number[at + 1] + number[at] + number.slice(at + 2);
    if (swapped !== number && /^\d\d$/.test(number.slice(at, at + 2)))
      return swapped.match(/.{1,4}/g)!.join(dice.of(["", " "]));
  }
};

const base58check = createBase58check(sha256);
const bytes = (dice: Dice, count: number): Uint8Array => Uint8Array.from({ length: count }, () => dice.below(256));

const base58Address = (dice: Dice, network: string, version: number): [text: string, value: string] => {
  const text = base58check.encode(Uint8Array.from([version, ...bytes(dice, 20)]));
  return [text, `${network}:${text}`];
};

const cryptoPair = (dice: Dice): [text: string, value: string] => {
  const sort = dice.below(4);
  if (sort === 0) return base58Address(dice, "bitcoin", dice.of([0, 5]));
  if (sort === 1) return base58Address(dice, dice.of(["litecoin"]), 48);
  if (sort === 2) return base58Address(dice, "tron", 65);
  const text = bech32.encode("bc", [0, ...bech32.toWords(bytes(dice, 20))]);
  return [text, `bitcoin:${text}`];
};

export const cryptoAddress = (dice: Dice): string => {
  const [text, value] = cryptoPair(dice);
  return marked("crypto-address", text, value);
};

/** An address with one character changed for another of its alphabet. */
export const noCryptoAddress = (dice: Dice): string => {
  const [text] = cryptoPair(dice);
  const at = dice.between(8, text.length - 1);
  return text.slice(0, at) + (text[at] === "q" ? "p" : "q") + text.slice(at + 1);
};

const seVerifier = (dice: Dice): string => {
  const birth = `${dice.of(["55", "64", "81", "92"])}${dice.of(["01", "05", "11"])}${dice.of(["03", "17", "28"])}`;
  const body = birth + dice.digits(3);
  return `${body}${luhnDigit(body)}`;
};
const dniLetters = "TRWAGMYFPDXBNJZSQVHLCKE";
const hetuSigns = "0123456789ABCDEFHJKLMNPRSTUVWXY";

/** National numbers, their check digits by each country's published rule. */
export const nationalId = (dice: Dice): string => {
  const sort = dice.below(5);
  if (sort === 0) {
    const area = dice.between(1, 665);
    const text = `${String(area).padStart(3, "0")}-${dice.between(10, 99)}-${dice.between(1000, 9999)}`;
    return marked("national-id", text, `us-ssn:${text.replaceAll("-", "")}`);
  }
  if (sort === 1) {
    const digits = dice.digits(8);
    const text = digits + dniLetters[Number(digits) % 23];
    return marked("national-id", text, `es-dni:${text}`);
  }
  if (sort === 2) {
    const number = seVerifier(dice);
    const text = `${number.slice(0, 6)}-${number.slice(6)}`;
    return marked("national-id", text, `se-personnummer:${text}`);
  }
  if (sort === 3) {
    const digits = `${dice.of(["010170", "240365", "311299"])}${dice.between(100, 899)}`;
    const text = `${digits.slice(0, 6)}-${digits.slice(6)}${hetuSigns[Number(digits) % 31]}`;
    return marked("national-id", text, `fi-hetu:${text}`);
  }
  const nine = dice.digits(9);
  const first = (([...nine].reduce((sum, digit, i) => sum + Number(digit) * (10 - i), 0) * 10) % 11) % 10;
  const second = (([...`${nine}${first}`].reduce((sum, digit, i) => sum + Number(digit) * (11 - i), 0) * 10) % 11) % 10;
  const text = `${nine.slice(0, 3)}.${nine.slice(3, 6)}.${nine.slice(6)}-${first}${second}`;
  return marked("national-id", text, `br-cpf:${nine}${first}${second}`);
};
