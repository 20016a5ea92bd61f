import { afterAll, describe, expect, it } from "vitest";
import { stopIsolated } from "../../src/passes/isolate/index.ts";
import { runPasses, runStructure, valuesOf } from "./context.ts";

afterAll(stopIsolated);

const head = [
  "From: Ann <ann@example.org>",
  "To: bob@example.com, Carl <carl@example.net>",
  "Cc: dan@example.net",
  "Received: from mx.example.net (mx.example.net [203.0.113.7]) by mail.example.com; Mon, 12 Jan 2026 08:00:01 +0000",
  "Date: Mon, 12 Jan 2026 08:00:00 +0000",
  "Message-ID: <20260112.1@mail.example.com>",
  "References: <a.1@mail.example.com>",
].join("\r\n");

const mail = (...rest: readonly string[]): string => [head, ...rest].join("\r\n");
const multipart = (type: string, ...parts: readonly string[]): string =>
  mail(`Content-Type: multipart/${type}; boundary=b`, "", ...parts.flatMap((part) => ["--b", part]), "--b--", "");
const emailsOf = async (text: string): Promise<string[]> =>
  valuesOf(await runPasses("m.eml", text, { kind: "mail" }), "email").toSorted();

const senders = ["ann@example.org", "bob@example.com", "carl@example.net", "dan@example.net"];

describe("a mail", () => {
  it("is searched in its headers, and its ids are no addresses", async () => {
    const searched = await runPasses("m.eml", mail("Subject: x", "", "See you."), { kind: "mail" });
    expect(valuesOf(searched, "email").toSorted()).toEqual(senders);
    expect(valuesOf(searched, "ipv4")).toEqual(["203.0.113.7"]);
    expect(valuesOf(searched, "domain")).toContain("mx.example.net");
  });

  it("has its encoded words decoded", async () => {
    const words = "Subject: =?utf-8?B?S2V5IGV2ZUBleGFtcGxlLm9yZw==?=";
    expect(await emailsOf(mail(words, "", "x"))).toContain("eve@example.org");
  });

  it("shows where its links lead, beside a plain text too", async () => {
    const html =
      '<a href="https://evil.example.net/x?a=1&amp;b=2">https://bank.example.com</a><img src="http://203.0.113.66/p.gif">';
    const coded = Buffer.from(html).toString("base64");
    const text = multipart(
      "alternative",
      "Content-Type: text/plain\r\n\r\nPlease log in.",
      `Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n${coded}`,
    );
    const urls = valuesOf(await runPasses("m.eml", text, { kind: "mail" }), "url");
    expect(urls).toEqual(expect.arrayContaining(["https://evil.example.net/x?a=1&b=2", "http://203.0.113.66/p.gif"]));
  });

  it("counts what its plain text and its HTML both say once, and adds what only the HTML says", async () => {
    const key = "AKIAQYLPMN5HZ3FPZAM2";
    const text = multipart(
      "alternative",
      `Content-Type: text/plain\r\n\r\nthe key ${key} here`,
      `Content-Type: text/html\r\n\r\n<p>the key <b>${key}</b> here</p><p>only html fay@example.org</p>`,
    );
    const searched = await runPasses("m.eml", text, { kind: "mail" });
    expect(searched.patterns.facts?.matches).toEqual({ "aws-access-key-id": 1 });
    expect(valuesOf(searched, "email")).toContain("fay@example.org");
  });

  it("is searched in invitations, returned headers and further texts", async () => {
    const invitation =
      "BEGIN:VCALENDAR\r\nATTENDEE:mailto:gil@exam\r\n ple.org\r\nDESCRIPTION:ask hal@example.org\\, please\r\nEND:VCALENDAR";
    const text = multipart(
      "mixed",
      "Content-Type: text/plain\r\n\r\nfirst ida@example.org",
      `Content-Type: text/calendar; method=REQUEST\r\n\r\n${invitation}`,
      "Content-Type: text/rfc822-headers\r\n\r\nFrom: joe@example.org\r\nTo: kim@example.org",
      "Content-Type: text/plain\r\n\r\nsecond leo@example.org",
    );
    expect(await emailsOf(text)).toEqual(
      expect.arrayContaining("gil hal ida joe kim leo".split(" ").map((name) => `${name}@example.org`)),
    );
  });

  it("reads no-break spaces and references of its HTML", async () => {
    const text = mail(
      "Content-Type: text/html",
      "",
      "<p>IBAN&nbsp;DE89&nbsp;3704&nbsp;0044&nbsp;0532&nbsp;0130&nbsp;00, mia&#64;example.org</p>",
    );
    const searched = await runPasses("m.eml", text, { kind: "mail" });
    expect(valuesOf(searched, "iban")).toEqual(["DE89370400440532013000"]);
    expect(valuesOf(searched, "email")).toContain("mia@example.org");
  });

  it.each([
    ["an Apple mail", `512  \n${mail("", "hello ned@example.org")}`],
    ["a mail behind a banner", `Microsoft Mail Internet Headers Version 2.0\r\n${mail("", "hello ned@example.org")}`],
    ["a mail behind empty lines", `\r\n\r\n${mail("", "hello ned@example.org")}`],
  ])("is known as one: %s", async (_, text) => {
    expect((await runStructure("m.txt", text)).facts?.family).toBe("mail");
    expect(await emailsOf(text)).toEqual([...senders, "ned@example.org"]);
  });
});
