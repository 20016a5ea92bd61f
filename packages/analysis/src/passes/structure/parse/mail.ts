import { mailStart } from "@torrent/decompose/unstable";
import type { Address, Email } from "postal-mime";
import { extensionOf } from "../identify/names.ts";
import { Report } from "../report.ts";
import { sayMail } from "./mail-text.ts";
import type { Parser } from "./task.ts";

const runnable = new Set(
  "exe scr com pif bat cmd js jse vbs vbe wsf hta msi jar lnk ps1 iso img vhd docm xlsm pptm".split(" "),
);

const addresses = (list: Address | readonly Address[] | undefined): string[] =>
  (list === undefined ? [] : Array.isArray(list) ? list : [list])
    .flatMap((one: Address) => one.group ?? [one])
    .map(({ name, address }) => (name ? `${name} <${address ?? ""}>` : (address ?? "")))
    .slice(0, 100);

const domain = (address: string | undefined): string | undefined => address?.split("@")[1]?.toLowerCase();

/** What is odd about the envelope: a display name that is another address, a foreign reply address, missing ids. */
const envelope = (mail: Email, report: Report): void => {
  const from = mail.from;
  const shown = /[\w.+-]+@[\w.-]+/.exec(from?.name ?? "")?.[0];
  if (shown && domain(shown) !== domain(from?.address))
    report.find({
      rule: "spoofed-sender",
      title: "The sender's name shows another address than the mail comes from",
      severity: "high",
      context: addresses(from)[0] ?? "",
    });
  const reply = mail.replyTo?.[0]?.address;
  if (reply && from?.address && domain(reply) !== domain(from.address))
    report.find({
      rule: "foreign-reply-to",
      title: "Answers go to another domain than the sender's",
      severity: "medium",
      context: `${from.address} → ${reply}`,
    });
  if (!mail.date || Number.isNaN(Date.parse(mail.date)))
    report.find({ rule: "no-date", title: "No date that can be read", severity: "info" });
  const results = mail.headers.find(({ key }) => key === "authentication-results")?.value ?? "";
  const failed = /\b(spf|dkim|dmarc)=(fail|softfail|permerror)\b/i.exec(results)?.[0];
  if (failed)
    report.find({
      rule: "authentication-failed",
      title: "The receiving server found the sender not authenticated",
      severity: "medium",
      context: failed,
    });
};

const attachments = (mail: Email, report: Report): Record<string, unknown>[] =>
  mail.attachments.map(({ filename, mimeType, disposition, content, rfc822DepthExceeded }) => {
    const name = filename ?? "";
    const bytes = typeof content === "string" ? content.length : content.byteLength;
    if (runnable.has(extensionOf(name)))
      report.find({
        rule: "runnable-attachment",
        title: "An attachment that runs when opened",
        severity: "high",
        context: name,
      });
    if (/\.[a-z]{2,4}\s*\.[a-z]{2,4}$/i.test(name) && runnable.has(extensionOf(name)))
      report.find({
        rule: "double-extension",
        title: "An attachment that hides what it is",
        severity: "high",
        context: name,
      });
    if (/pgp-encrypted|pkcs7-mime/.test(mimeType))
      report.find({ rule: "encrypted", title: "An encrypted mail", severity: "info" });
    return {
      name,
      mime: mimeType,
      bytes,
      ...(disposition ? { disposition } : {}),
      ...(rfc822DepthExceeded ? { tooDeep: true } : {}),
    };
  });

/** One mail: headers, thread, attachments, bodies as text. */
export const parse: Parser = async ({ bytes }) => {
  const report = new Report();
  const { default: PostalMime, decodeWords } = await import("postal-mime");
  const mail = await PostalMime.parse(bytes.subarray(mailStart(bytes)), {
    maxNestingDepth: 64,
    attachmentEncoding: "arraybuffer",
  });
  envelope(mail, report);
  const references = mail.references?.match(/<[^>\s]{1,300}>/g) ?? [];
  const files = attachments(mail, report);
  report.facts.mail = {
    from: addresses(mail.from),
    to: addresses(mail.to),
    cc: addresses(mail.cc),
    replyTo: addresses(mail.replyTo),
    subject: mail.subject,
    date: mail.date,
    messageId: mail.messageId,
    thread: {
      inReplyTo: mail.inReplyTo,
      root: references[0] ?? mail.inReplyTo ?? mail.messageId,
      depth: references.length,
    },
    hops: mail.headers.filter(({ key }) => key === "received").length,
    headers: mail.headers.length,
    attachments: files,
    hasHtml: mail.html !== undefined,
  };
  sayMail(mail, decodeWords, report);
  return report.output();
};
