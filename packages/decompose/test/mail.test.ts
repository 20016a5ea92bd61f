import { expect, test } from "vitest";
import { zipOf } from "./support/archives.ts";
import { take, text } from "./support/take.ts";

const mail = (subject: string, attachment: Uint8Array, name: string): string =>
  [
    "From: Alice <alice@example.org>",
    "To: bob@example.org",
    `Subject: ${subject}`,
    "Date: Mon, 02 Feb 2026 10:00:00 +0100",
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="frontier"',
    "",
    "--frontier",
    "Content-Type: text/plain; charset=utf-8",
    "",
    "Hello Bob,",
    "From here on it gets worse.",
    "--frontier",
    `Content-Type: application/octet-stream; name="${name}"`,
    "Content-Transfer-Encoding: base64",
    `Content-Disposition: attachment; filename="${name}"`,
    "",
    Buffer.from(attachment).toString("base64").replace(/.{76}/g, "$&\r\n"),
    "--frontier--",
    "",
  ].join("\r\n");

test("a mail is its attachments, decoded, and the letter without their bytes", async () => {
  const csv = Buffer.from(`a,b,c\n${"1,2,3\n".repeat(200)}`);
  const taken = await take("m.eml", Buffer.from(mail("Figures", csv, "figures.csv")));
  expect(taken.map((piece) => [piece.name, piece.kind, piece.defect])).toEqual([
    ["m.eml!/figures.csv", "csv", undefined],
    ["m.eml", "mail", undefined],
  ]);
  expect(taken[0]!.content.equals(csv)).toBe(true);
  const letter = taken[1]!.content.toString();
  expect(letter).toContain("Subject: Figures\r\n");
  expect(letter).toContain("Hello Bob,\r\nFrom here on it gets worse.");
  expect(letter).toContain('filename="figures.csv"');
  expect(letter).not.toContain(csv.toString("base64").slice(0, 60));
});

test("an attached archive is opened, and an attached mail is a mail", async () => {
  const inner = mail("Forwarded", await zipOf({ "x.txt": "x\n" }), "pack.zip");
  const outer = mail("Outer", Buffer.from(inner), "forwarded.eml");
  const taken = await take("m.eml", Buffer.from(outer));
  expect(taken.map((piece) => piece.name)).toEqual([
    "m.eml!/forwarded.eml!/pack.zip!/x.txt",
    "m.eml!/forwarded.eml",
    "m.eml",
  ]);
});

test("an mbox is its messages, split at envelope lines and not at sentences that begin with From", async () => {
  const bodies = ["First.\n\nFrom here on, nothing happens.\n", "Second.\n>From quoted\n", "Third, without an end"];
  const mbox = bodies
    .map((body, i) => `From a@b.c Mon Feb  2 10:0${i}:00 2026\nFrom: a@b.c\nSubject: ${i}\n\n${body}`)
    .join("\n");
  const letters = text(await take("box.mbox", Buffer.from(mbox)));
  expect(Object.keys(letters)).toEqual(["box.mbox!/00001.eml", "box.mbox!/00002.eml", "box.mbox!/00003.eml"]);
  expect(Object.values(letters).map((letter) => letter.split("\n\n").slice(1).join("\n\n").trimEnd())).toEqual(
    bodies.map((body) => body.trimEnd()),
  );
});

test("messages of an mbox come out the same at any chunking", async () => {
  const mbox = Array.from(
    { length: 30 },
    (_, i) =>
      `From a@b.c Mon Feb  2 10:00:00 2026\r\n${mail(`${i}`, Buffer.from(`${i}`.repeat(i * 37)), `f${i}.txt`)}\r\n`,
  ).join("");
  const { decompose } = await import("@torrent/decompose/unstable");
  const { defaultTopology } = await import("@torrent/core/unstable");
  const { packageOf, scratchDir } = await import("./support/take.ts");
  const hashes = async (chunk: number) => {
    const found: string[] = [];
    const source = packageOf("box.mbox", Buffer.from(mbox), chunk);
    for await (const piece of decompose(source, { limits: defaultTopology.limits, scratchDir })) {
      found.push(`${piece.name} ${piece.sha256}`);
      await piece.release();
    }
    return found;
  };
  const whole = await hashes(1 << 20);
  expect(whole.length).toBe(59);
  for (const chunk of [1, 7, 64, 1000, 4096]) expect(await hashes(chunk)).toEqual(whole);
});

test("a mail that ends within an attachment keeps what came", async () => {
  const whole = mail("Torn", Buffer.alloc(3000, "text "), "a.txt");
  const taken = await take("m.eml", Buffer.from(whole.slice(0, 1500)));
  expect(taken.map((piece) => piece.name)).toEqual(["m.eml!/a.txt", "m.eml"]);
  expect(taken[0]!.bytes).toBeGreaterThan(500);
});
