import { createHash } from "node:crypto";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const LIMIT = 128;

/**
 * Any text as a `MessageGroupId` (letters, digits and ASCII punctuation, at most 128 of them): other characters and `%`
 * are percent-encoded, and what is then too long becomes its hash, which fairness needs no more than to be stable.
 */
export const encodeGroup = (group: string): string => {
  const encoded = group
    .toWellFormed()
    .replace(/[^\x21-\x7e]|%/gu, (part) =>
      [...Buffer.from(part)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
    );
  return encoded.length <= LIMIT ? encoded : `%sha256:${createHash("sha256").update(group).digest("hex")}`;
};

export const decodeGroup = (encoded: string): string => {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
};
