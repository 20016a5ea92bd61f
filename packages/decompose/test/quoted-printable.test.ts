import fc from "fast-check";
import { expect, test } from "vitest";
import { quotedPrintable } from "../src/quoted-printable.ts";
import { take } from "./support/take.ts";

const decode = async (...chunks: (string | Uint8Array)[]): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  const input = async function* () {
    for (const chunk of chunks) yield Buffer.from(chunk as string);
  };
  for await (const part of quotedPrintable(input())) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
};

test.each([
  ["caf=C3=A9", "café"],
  ["=c3=a9", "é"],
  ["soft=\r\nbreak", "softbreak"],
  ["soft=\nbreak", "softbreak"],
  ["padded= \t\r\nbreak", "paddedbreak"],
  ["trailing \t\r\nline", "trailing\r\nline"],
  ["in between \t words", "in between \t words"],
  ["100=25 = sure", "100% = sure"],
  ["=4", "=4"],
  ["=4x", "=4x"],
  ["==41", "=A"],
  ["end=", "end="],
])("%j is decoded to %j", async (text, expected) => {
  expect((await decode(text)).toString()).toBe(expected);
  expect((await decode(...text)).toString()).toBe(expected);
});

test("every content survives, however it is cut into chunks", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 1, max: 7 }), async (bytes, size) => {
      const encoded = [...bytes].map((byte) => `=${byte.toString(16).padStart(2, "0").toUpperCase()}`).join("");
      const chunks = Array.from({ length: Math.ceil(encoded.length / size) }, (_, i) =>
        encoded.slice(i * size, (i + 1) * size),
      );
      expect(await decode(...chunks)).toEqual(Buffer.from(bytes));
    }),
  );
});

test("an attachment of one endless line is taken out of a mail", async () => {
  const head =
    "From: a@b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Disposition: attachment; filename=x.bin\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n";
  const mail = Buffer.concat([Buffer.from(head), Buffer.alloc(3 * 2 ** 20, "=41")]);
  const [attachment] = await take("m.eml", mail);
  expect(attachment).toMatchObject({ name: "m.eml!/x.bin", bytes: 2 ** 20 });
});
