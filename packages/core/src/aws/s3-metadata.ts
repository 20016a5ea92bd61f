import { TerminalError } from "../errors.ts";

/** Keys and values together, as S3 counts them. https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html */
export const METADATA_LIMIT = 2048;

const base64Mark = "b64:";
const plain = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/**
 * A value as a header carries it: printable ASCII as it is, else percent-encoded or in base64, whichever is shorter.
 * S3 itself would turn other characters into RFC 2047 words and strip spaces at the ends.
 */
const encode = (value: string): string => {
  if (plain.test(value) && !value.includes("%") && !value.startsWith(base64Mark)) return value;
  const base64 = base64Mark + Buffer.from(value).toString("base64url");
  const percent = value
    .toWellFormed()
    .replace(/[^\x20-\x7e]+|%|^ | $|^b(?=64:)/gu, (part) => [...Buffer.from(part)].map(hex).join(""));
  return percent !== "" && percent.length <= base64.length ? percent : base64;
};

const hex = (byte: number): string => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;

/** What someone else wrote may be no encoding of ours: it is then taken as it stands. */
const decode = (value: string): string => {
  if (value.startsWith(base64Mark)) return Buffer.from(value.slice(base64Mark.length), "base64url").toString();
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
};

export const encodeMetadata = (key: string, metadata: Record<string, string>): Record<string, string> => {
  const encoded: Record<string, string> = {};
  let bytes = 0;
  for (const [name, value] of Object.entries(metadata)) {
    if (!/^[a-z0-9][a-z0-9_.-]*$/.test(name))
      throw new TerminalError(
        "metadata-malformed",
        `"${key}": metadata key "${name}" must be lower-case letters, digits, "-", "_" and "."`,
      );
    encoded[name] = encode(value);
    bytes += name.length + encoded[name].length;
  }
  if (bytes > METADATA_LIMIT)
    throw new TerminalError(
      "metadata-too-large",
      `"${key}": metadata takes ${bytes} bytes as ASCII, S3 takes ${METADATA_LIMIT}; shorten it`,
    );
  return encoded;
};

export const decodeMetadata = (metadata: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), decode(value)]));
