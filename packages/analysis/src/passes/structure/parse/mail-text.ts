import type { Attachment, Email } from "postal-mime";
import type { Report } from "../report.ts";
import { htmlTargets, htmlText } from "../text/html-text.ts";

/** Headers whose value is a signature or an index: nobody reads them, and their noise looks like secrets. */
const unread =
  /^(?:dkim-signature|domainkey-signature|x-google-dkim-signature|arc-(?:seal|message-signature)|thread-index|x-ms-exchange-(?:antispam|crosstenant)[\w-]*|face|x-face|content-(?:type|transfer-encoding|length)|mime-version)$/;
/** Ids look like addresses and are none. */
const ids = /^(?:.*message-id|in-reply-to|references|content-id|x-gm-\w+)$/;
const id = /<([^<>@\s]{1,500})@([^<>@\s]{1,255})>/g;

const headerLine = (key: string, name: string, value: string): string =>
  `${name}: ${ids.test(key) ? value.replace(id, "$1 $2") : value}`;

const normal = (line: string): string => line.replace(/\s+/g, " ").trim();

const encodedFile = /^begin [0-7]{3,4} \S.*\r?\n(?:[\x20-\x60]{1,70}\r?\n)+end[ ]*$/gm;

const MANY_LINES = 50_000;

/** The lines of a text that no line of another text holds already. */
const newLines = (text: string, known: string): string => {
  const lines = new Set(known.split("\n", MANY_LINES).map(normal));
  const flat = normal(known);
  return text
    .split("\n")
    .filter((line) => {
      const plain = normal(line);
      return plain !== "" && !lines.has(plain) && !(plain.length < 500 && lines.size < 500 && flat.includes(plain));
    })
    .join("\n");
};

/** Parts that are text, though a mail program shows them apart: invitations, reports of delivery, headers of the mail that came back. */
const isReadable =
  /^(?:text\/(?!html)|message\/(?:rfc822-headers|delivery-status|disposition-notification|feedback-report|global-headers)|application\/(?:json|xml|ics))/;

const partText = ({ mimeType, content }: Attachment): string => {
  const text = typeof content === "string" ? content : new TextDecoder().decode(content);
  if (!/calendar|vcard|x-vcard|directory/.test(mimeType)) return text;
  return text.replace(/\r?\n[ \t]/g, "").replace(/\\([nN,;\\])/g, (_, sign: string) => (/n/i.test(sign) ? "\n" : sign));
};

/**
 * All of a mail that can be searched, each thing once: headers, the text, what only its HTML says, where its links lead, and
 * parts that are neither. Attachments are components of their own.
 */
export const sayMail = (mail: Email, decodeWords: (text: string) => string, report: Report): void => {
  for (const { key, originalKey, value } of mail.headers)
    if (!unread.test(key)) report.say(headerLine(key, originalKey, decodeWords(value)));
  report.say("\n", "");
  // Intake takes the files out of it.
  const text = (mail.text ?? "").replace(encodedFile, "");
  report.say(text);
  if (mail.html) {
    report.say(newLines(htmlText(mail.html), text));
    const targets = htmlTargets(mail.html).filter((target) => !text.includes(target));
    for (const target of targets) report.say(target);
  }
  for (const part of mail.attachments) {
    if (part.mimeType === "text/html") {
      const html = partText(part);
      report.say(htmlText(html));
      for (const target of htmlTargets(html)) report.say(target);
    } else if (isReadable.test(part.mimeType)) report.say(newLines(partText(part), text));
  }
};
