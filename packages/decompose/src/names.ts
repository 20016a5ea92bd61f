import { createHash } from "node:crypto";
import type { Defect } from "@torrent/core/unstable";
import { NAME_LIMIT_BYTES } from "@torrent/core/unstable";
import { visible } from "@torrent/core/visible";
import { defect } from "./member.ts";

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder("utf-8", { ignoreBOM: true });

/** Decodes a name's bytes as UTF-8; what is not UTF-8 goes to `otherwise`, or is replaced and noted. */
export const decodeName = (
  raw: Uint8Array,
  otherwise?: (raw: Uint8Array) => string,
): { name: string; warning?: string } => {
  try {
    return { name: strict.decode(raw) };
  } catch {
    if (otherwise) return { name: otherwise(raw) };
    return { name: lenient.decode(raw), warning: "The name is not valid UTF-8; what could not be read was replaced" };
  }
};

/** Names that would lead out of a folder, or mean another file on some system. They are shown, never used as paths. */
export const unsafeName = (name: string): Defect | undefined => {
  const reason = name.includes("\u0000")
    ? "holds a NUL"
    : /^(?:[\\/]|[A-Za-z]:[\\/]?)/.test(name)
      ? "is absolute"
      : /(?:^|[\\/])\.\.(?:[\\/]|$)/.test(name)
        ? 'climbs with ".."'
        : name.includes("\\")
          ? "holds a backslash"
          : undefined;
  return reason === undefined ? undefined : defect("unsafe-name", `The entry's name ${reason}`);
};

/** For messages. */
export const clip = (name: string): string => (name.length > 120 ? `${name.slice(0, 60)}…${name.slice(-59)}` : name);

/** Joins a container's provenance and a member's name. */
export const within = (container: string, member: string): string => `${container}!/${member}`;

/**
 * Makes a provenance presentable: no deceptive characters, and at most `NAME_LIMIT_BYTES` of UTF-8. A longer one loses
 * its middle to 8 hex digits of its hash, so that two long names stay two.
 */
export const presentable = (name: string): { name: string; warning?: string } => {
  const clean = visible(name);
  const bytes = Buffer.from(clean);
  if (bytes.length <= NAME_LIMIT_BYTES) return { name: clean };
  const mark = `…${createHash("sha256").update(name).digest("hex").slice(0, 8)}…`;
  const half = Math.floor((NAME_LIMIT_BYTES - Buffer.byteLength(mark)) / 2);
  const start = lenient.decode(bytes.subarray(0, startOf(bytes, half)));
  const end = lenient.decode(bytes.subarray(startOf(bytes, bytes.length - half + 3)));
  return { name: start + mark + end, warning: `The name has ${bytes.length} bytes and was shortened` };
};

/** The place at or before `at` where a character of UTF-8 starts. */
export const startOf = (bytes: Uint8Array, at: number): number => {
  let place = at;
  while (place > 0 && place > at - 4 && ((bytes[place] ?? 0) & 0xc0) === 0x80) place--;
  return ((bytes[place] ?? 0) & 0xc0) === 0x80 ? at : place;
};

/** Remembers names by 52 bits of their hash, so that many long names cost little; a wrong alarm has odds below 1 in 10⁵. */
export class Names {
  readonly #seen = new Set<number>();

  /** Whether the name was here before. */
  repeats(name: string): boolean {
    const hash = createHash("sha256").update(name).digest();
    const key = hash.readUIntBE(0, 6) * 16 + (hash[6]! & 15);
    if (this.#seen.has(key)) return true;
    this.#seen.add(key);
    return false;
  }
}
