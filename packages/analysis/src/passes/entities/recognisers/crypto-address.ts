import { sha256 } from "@noble/hashes/sha2.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { bech32, bech32m, createBase58check } from "@scure/base";
import { memo } from "../memo.ts";
import type { Mention, Stretch } from "../mention.ts";

const base58check = createBase58check(sha256);

/** Version bytes of pay-to-key and pay-to-script addresses, from each coin's chain parameters. */
const networkOfVersion: Record<number, string> = {
  0: "bitcoin",
  5: "bitcoin",
  48: "litecoin",
  50: "litecoin",
  30: "dogecoin",
  22: "dogecoin",
  65: "tron",
};
const networkOfPrefix: Record<string, string> = { bc: "bitcoin", ltc: "litecoin" };

const attempt = <T>(decode: () => T): T | undefined => {
  try {
    return decode();
  } catch {
    return undefined;
  }
};

const fromBase58 = (text: string): string | undefined => {
  const payload = attempt(() => base58check.decode(text));
  const network = payload?.length === 21 ? networkOfVersion[payload[0]!] : undefined;
  return network && `${network}:${text}`;
};

/** BIP 173 (version 0) and BIP 350 (later versions): the checksum's constant follows the witness version. */
const fromBech32 = (text: string): string | undefined => {
  const lower = text.toLowerCase();
  if (text !== lower && text !== text.toUpperCase()) return undefined;
  const separator = lower.lastIndexOf("1");
  const network = networkOfPrefix[lower.slice(0, separator)];
  if (!network) return undefined;
  const form = lower as `${string}1${string}`;
  const version0 = attempt(() => bech32.decode(form));
  const decoded = version0?.words[0] === 0 ? version0 : attempt(() => bech32m.decode(form));
  if (!decoded) return undefined;
  if (decoded !== version0 && decoded.words[0] === 0) return undefined;
  const program = attempt(() => bech32.fromWords(decoded.words.slice(1)));
  return program && program.length >= 2 && program.length <= 40 ? `${network}:${lower}` : undefined;
};

/** EIP-55: a hex letter is upper-case where the Keccak-256 of the lower-case address has a digit of 8 or more. */
const keepsEip55 = (address: string): boolean => {
  const lower = address.toLowerCase();
  const hash = keccak_256(new TextEncoder().encode(lower));
  return [...address].every((char, i) => {
    const digit = (hash[i >> 1]! >> (i % 2 === 0 ? 4 : 0)) & 15;
    return char === (digit >= 8 ? lower[i]!.toUpperCase() : lower[i]);
  });
};

const recognise = memo((text: string): { value: string; confidence: number } | undefined => {
  if (text.startsWith("0x")) {
    const digits = text.slice(2);
    if (!/^[0-9a-f]{40}$/i.test(digits) || new Set(digits.toLowerCase()).size < 6) return undefined;
    const value = `ethereum:0x${digits.toLowerCase()}`;
    // One case only: written without the checksum.
    if (digits === digits.toLowerCase()) return { value, confidence: 0.7 };
    return keepsEip55(digits) ? { value, confidence: 0.98 } : undefined;
  }
  const value = /^(?:bc1|ltc1)/i.test(text) ? fromBech32(text) : fromBase58(text);
  return value ? { value, confidence: 0.98 } : undefined;
});

const candidate =
  /^(?:0x[0-9a-fA-F]{40}|[13LMDAT9][1-9A-HJ-NP-Za-km-z]{25,34}|(?:bc1|ltc1)[02-9ac-hj-np-z]{8,87}|(?:BC1|LTC1)[02-9AC-HJ-NP-Z]{8,87})$/;

/** A payment address of Bitcoin, Litecoin, Dogecoin, Tron or Ethereum whose checksum holds. */
export const cryptoAddressIn = (stretch: Stretch, start: number, end: number): Mention | undefined => {
  const text = stretch.chars.slice(start, end);
  const found = candidate.test(text) ? recognise(text) : undefined;
  return found && { kind: "crypto-address", start, end, ...found };
};
