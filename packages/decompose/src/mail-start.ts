const HEADER =
  /^(?:from|to|cc|bcc|subject|date|received|message-id|return-path|delivered-to|mime-version|content-type|reply-to|sender|in-reply-to|references|x-[\w-]+|dkim-signature|authentication-results|arc-[\w-]+|list-[\w-]+|resent-[\w-]+):/i;
/** Headers that other texts hardly have. */
const MAIL_HEADER =
  /^(?:from|to|subject|date|received|message-id|return-path|delivered-to|mime-version|content-type|reply-to|in-reply-to|resent-from|x-mailer|dkim-signature):/i;

const BANNER_BYTES = 512;

/** Lines of a block of headers, without the last one where that is cut. */
const headerBlock = (text: string): string[] => {
  const block = text.split(/\r?\n\r?\n|\r\r/, 1)[0] as string;
  const lines = block.split(/\r\n|\n|\r/);
  if (block.length === text.length && lines.length > 1) lines.pop();
  return lines;
};

/** A block of `Name: value` lines in which at least two are a mail's. */
export const startsMail = (text: string): boolean => {
  const lines = headerBlock(text);
  return (
    lines.length >= 2 &&
    lines.every((line) => /^[!-9;-~]{1,77}\s?:|^[ \t]/.test(line)) &&
    lines.filter((line) => MAIL_HEADER.test(line)).length >= 2
  );
};

/** What a mail program put before a mail: the length of an Apple mail, a banner of Exchange, empty lines, a byte order mark. */
const preamble = (text: string): number => {
  const start = /^(?:\ufeff|\u00ef\u00bb\u00bf)?(?:[ \t]*\r?\n){0,4}/.exec(text)?.[0].length ?? 0;
  if (HEADER.test(text.slice(start))) return start;
  const banner =
    /^(?:\d{1,12}[ \t]*|>?From [^\n]{1,200}|[^:\n]{1,120}|[^\n]{0,80}Internet Headers[^\n]{0,80})\r?\n(?:\r?\n)?/.exec(
      text.slice(start),
    );
  return start + (banner?.[0].length ?? 0);
};

const isPlainBanner = (text: string, start: number): boolean =>
  start === 0 ||
  /^\s*(?:\d+\s*$|>?From |.*(?:mail|message|header))/im.test(text.slice(0, start)) ||
  text.slice(0, start).replace("\u00ef\u00bb\u00bf", "").trim() === "";

/** Bytes before the headers of a mail; `undefined` where the text does not start as one. */
export const mailPreamble = (text: string): number | undefined => {
  const start = preamble(text.slice(0, BANNER_BYTES));
  return isPlainBanner(text, start) && startsMail(text.slice(start)) ? start : undefined;
};

const HEAD_BYTES = 8192;

/** Where the mail begins in bytes that hold one. */
export const mailStart = (bytes: Uint8Array): number =>
  mailPreamble(Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, HEAD_BYTES)).toString("latin1")) ?? 0;

/** The length that an Apple mail (`.emlx`) states for the mail in it; its properties stand behind. */
export const emlxLength = (preface: string): number | undefined => {
  const length = /^(\d{1,12})[ \t]*\r?\n$/.exec(preface)?.[1];
  return length === undefined ? undefined : Number(length);
};
