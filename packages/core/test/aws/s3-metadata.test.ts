import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeMetadata, encodeMetadata, METADATA_LIMIT } from "../../src/aws/s3-metadata.ts";

const text = fc.string({ unit: "binary", maxLength: 60 });
const name = fc.stringMatching(/^[a-z0-9][a-z0-9_.-]{0,20}$/);

it("turns any Unicode into printable ASCII without spaces at the ends, and back", () => {
  fc.assert(
    fc.property(fc.dictionary(name, text, { maxKeys: 5, noNullPrototype: true }), (metadata) => {
      const encoded = encodeMetadata("key", metadata);
      for (const value of Object.values(encoded)) expect(value).toMatch(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/);
      expect(decodeMetadata(encoded)).toEqual(metadata);
    }),
  );
});

it.each([
  "",
  " ",
  "  two  ",
  "b64:",
  "b64:aGk",
  "100%",
  "%41",
  "=?UTF-8?B?aGk=?=",
  "a\u0000b",
  "\r\nx-amz-acl: public",
])("keeps %j, which looks like an encoding or would be changed on the way", (value) => {
  expect(decodeMetadata(encodeMetadata("key", { value }))).toEqual({ value });
});

it("leaves plain values readable, and an accent among them too", () => {
  expect(encodeMetadata("key", { name: "mail.zip!/in box.mbox", state: "pending", who: "Müller" })).toEqual({
    name: "mail.zip!/in box.mbox",
    state: "pending",
    who: "M%C3%BCller",
  });
});

it("makes a name of 512 bytes in any script fit beside the rest", () => {
  const metadata = { name: "漢".repeat(170), sha256: "a".repeat(64), defect: "ß".repeat(150) };
  const encoded = encodeMetadata("key", metadata);
  expect(Object.entries(encoded).flat().join("").length).toBeLessThanOrEqual(METADATA_LIMIT);
  expect(decodeMetadata(encoded)).toEqual(metadata);
});

it("refuses for ever what S3 cannot keep, and says whose metadata it is", () => {
  expect(() => encodeMetadata("inbox/a", { big: "x".repeat(METADATA_LIMIT) })).toThrow(
    expect.objectContaining({ kind: "metadata-too-large", message: expect.stringContaining('"inbox/a"') }),
  );
  expect(() => encodeMetadata("inbox/a", { "No Header": "x" })).toThrow(
    expect.objectContaining({ kind: "metadata-malformed", message: expect.stringContaining('"No Header"') }),
  );
});

it("takes what others wrote as it stands where it is no encoding of ours", () => {
  expect(decodeMetadata({ Note: "50% off" })).toEqual({ note: "50% off" });
  expect(decodeMetadata(undefined)).toEqual({});
});
