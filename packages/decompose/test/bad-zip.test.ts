import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { zipOf } from "./support/archives.ts";
import { zipQuine } from "./support/quine.ts";
import { rawZip } from "./support/raw-zip.ts";
import { rejection } from "./support/rejection.ts";
import { take } from "./support/take.ts";

const faults = (taken: Awaited<ReturnType<typeof take>>) =>
  taken.map((piece) => [piece.name, piece.content.toString(), piece.defect?.kind ?? piece.warning]);

test("a text that is named .zip is no archive", async () => {
  const error = await rejection(take("data.zip", Buffer.from("<!doctype html><title>Log in</title>")));
  expect(error.kind).toBe("not-an-archive");
  expect(error.message).toBe(
    '"data.zip": It is named .zip but holds html: send the archive itself, or name it for what it is',
  );
});

test("within a package, a text that is named .zip is kept as it is, with a defect", async () => {
  const taken = await take("p.zip", await zipOf({ "fake.zip": "just text\n", "ok.txt": "ok\n" }));
  expect(faults(taken)).toEqual([
    ["p.zip!/fake.zip", "just text\n", "not-an-archive"],
    ["p.zip!/ok.txt", "ok\n", undefined],
  ]);
  expect(taken[0]!.defect!.message).toContain('"p.zip!/fake.zip"');
});

test("a zip without its end says so and asks for it again", async () => {
  const whole = await zipOf({ "a.txt": "alpha\n".repeat(1000), "b.txt": "beta\n" });
  const error = await rejection(take("upload.zip", whole.subarray(0, whole.length - 60)));
  expect(error.kind).toBe("truncated-archive");
  expect(error.message).toBe(
    '"upload.zip": The zip has no central directory: its end is missing. The upload seems incomplete: send the package again',
  );
});

test("within a package, a zip without its end is kept as it is, with a defect", async () => {
  const torn = (await zipOf({ "a.txt": "alpha\n" })).subarray(0, 60);
  const taken = await take("p.zip", await zipOf({ "in.zip": torn, "ok.txt": "ok\n" }));
  expect(taken.map((piece) => [piece.name, piece.kind, piece.defect?.kind])).toEqual([
    ["p.zip!/in.zip", "archive", "truncated-archive"],
    ["p.zip!/ok.txt", "text", undefined],
  ]);
  expect(taken[0]!.content.equals(torn)).toBe(true);
});

test("one damaged member has a defect, keeps its bytes, and hurts no other", async () => {
  const zip = await zipOf({ "a.txt": "alpha\n", "bad.txt": "beta\n", "c.txt": "gamma\n" }, { compress: false });
  zip[zip.indexOf("beta")] = "B".charCodeAt(0);
  const taken = await take("p.zip", zip);
  expect(faults(taken)).toEqual([
    ["p.zip!/a.txt", "alpha\n", undefined],
    ["p.zip!/bad.txt", "Beta\n", "damaged-entry"],
    ["p.zip!/c.txt", "gamma\n", undefined],
  ]);
  expect(taken[1]!.defect!.message).toBe('"p.zip!/bad.txt": The entry\'s checksum (CRC-32) does not match its bytes');
});

test("a member whose compressed bytes break off keeps what came before", async () => {
  const content = Buffer.from(Array.from({ length: 20_000 }, (_, i) => `line ${i * 7919}\n`).join(""));
  const packed = deflateRawSync(content);
  packed.fill(0xff, packed.length >> 1);
  const taken = await take(
    "p.zip",
    rawZip([
      { name: "a.txt", content, packed, method: 8 },
      { name: "b.txt", content: Buffer.from("b\n") },
    ]),
  );
  expect(taken.map((piece) => piece.defect?.kind)).toEqual(["damaged-entry", undefined]);
  expect(taken[0]!.bytes).toBeGreaterThan(1000);
  expect(content.subarray(0, 1000).equals(taken[0]!.content.subarray(0, 1000))).toBe(true);
});

test("a member that holds more than it declares is cut off with a defect", async () => {
  const content = Buffer.alloc(100_000, "x");
  const [piece] = await take(
    "p.zip",
    rawZip([{ name: "a.bin", content, packed: deflateRawSync(content), method: 8, bytes: 10 }]),
  );
  expect(piece!.defect).toMatchObject({
    kind: "damaged-entry",
    message: expect.stringContaining("more than the 10 bytes"),
  });
});

test("an encrypted entry is an empty piece with a defect that says what to do", async () => {
  const taken = await take(
    "p.zip",
    rawZip([
      { name: "secret.txt", content: Buffer.from("????"), flags: 1 },
      { name: "b.txt", content: Buffer.from("b\n") },
    ]),
  );
  expect(faults(taken)).toEqual([
    ["p.zip!/secret.txt", "", "encrypted-entry"],
    ["p.zip!/b.txt", "b\n", undefined],
  ]);
  expect(taken[0]!.defect!.message).toContain("send it decrypted");
});

test("an entry of an unknown compression method is an empty piece with a defect", async () => {
  const [piece] = await take("p.zip", rawZip([{ name: "a.txt", content: Buffer.from("x"), method: 14 }]));
  expect(piece!.defect).toMatchObject({
    kind: "unsupported-compression",
    message: expect.stringContaining("method 14"),
  });
});

test("overlapping entries reject the package", async () => {
  const kernel = Buffer.alloc(10_000, 1);
  const entries = [
    { name: "a.bin", content: kernel },
    ...Array.from({ length: 5 }, (_, i) => ({ name: `${i}.bin`, content: kernel, offset: 0 })),
  ];
  expect((await rejection(take("p.zip", rawZip(entries)))).kind).toBe("overlapping-entries");
});

test("a zip that repeats one stored block many times by overlapping is rejected before it costs much", async () => {
  const entries = [
    { name: "a.bin", content: Buffer.alloc(100) },
    ...Array.from({ length: 60_000 }, (_, i) => ({ name: `${i}`, content: Buffer.alloc(100), offset: 0 })),
  ];
  expect((await rejection(take("p.zip", rawZip(entries)))).kind).toBe("overlapping-entries");
});

test.each([
  ["../up.txt", 'climbs with ".."'],
  ["a/../../up.txt", 'climbs with ".."'],
  ["/etc/passwd", "is absolute"],
  ["C:/boot.ini", "is absolute"],
  ["\\\\host\\share", "is absolute"],
  ["a\u0000b.txt", "holds a NUL"],
])("the name %j is a defect, and its content is analysed all the same", async (name, reason) => {
  const [piece, ...rest] = await take("p.zip", rawZip([{ name, content: Buffer.from("content\n") }]));
  expect(rest).toEqual([]);
  expect(piece!.defect).toMatchObject({ kind: "unsafe-name", message: expect.stringContaining(reason) });
  expect(piece!.content.toString()).toBe("content\n");
  expect(piece!.name).not.toContain("\u0000");
});

test("the members of an archive with an unsafe name carry the defect", async () => {
  const inner = await zipOf({ "x.txt": "x\n" });
  const [piece] = await take("p.zip", rawZip([{ name: "../in.zip", content: inner }]));
  expect(piece).toMatchObject({ name: "p.zip!/../in.zip!/x.txt", defect: { kind: "unsafe-name" } });
});

test("the second of two equal names has a warning", async () => {
  const taken = await take(
    "p.zip",
    rawZip([
      { name: "a.txt", content: Buffer.from("1\n") },
      { name: "a.txt", content: Buffer.from("2\n") },
    ]),
  );
  expect(faults(taken)).toEqual([
    ["p.zip!/a.txt", "1\n", undefined],
    ["p.zip!/a.txt", "2\n", "The name was here before"],
  ]);
});

test("a name of 2,000 bytes is shortened in the middle, and stays different from its neighbour", async () => {
  const long = (tail: string) => `${"é".repeat(500)}${tail}${"ü".repeat(500)}.txt`;
  const taken = await take(
    "p.zip",
    rawZip([
      { name: long("1"), content: Buffer.from("1\n") },
      { name: long("2"), content: Buffer.from("2\n") },
    ]),
  );
  for (const piece of taken) {
    expect(Buffer.byteLength(piece.name)).toBeLessThanOrEqual(512);
    expect(piece.name).toMatch(/^p\.zip!\/éé.*….{8}….*üü\.txt$/);
    expect(piece.name).not.toContain("\ufffd");
    expect(piece.warning).toBe("The name has 2012 bytes and was shortened");
  }
  expect(taken[0]!.name).not.toBe(taken[1]!.name);
});

test("a name that is not the UTF-8 it claims to be is repaired, with a warning", async () => {
  const [piece] = await take(
    "p.zip",
    rawZip([{ name: Buffer.from("a\xffb.txt", "latin1"), content: Buffer.from("x") }]),
  );
  expect(piece).toMatchObject({ name: "p.zip!/a\ufffdb.txt", warning: expect.stringContaining("not valid UTF-8") });
});

test("a name without the UTF-8 mark is read as UTF-8 where it can be, else as code page 437", async () => {
  const taken = await take(
    "p.zip",
    rawZip([
      { name: "ä.txt", flags: 0 },
      { name: Buffer.from([0x84, 0x2e, 0x74]), flags: 0 },
    ]),
  );
  expect(taken.map((piece) => piece.name)).toEqual(["p.zip!/ä.txt", "p.zip!/ä.t"]);
});

test("a symbolic link is not followed", async () => {
  const [piece] = await take("p.zip", rawZip([{ name: "link", content: Buffer.from("/etc/passwd"), mode: 0o120777 }]));
  expect(piece).toMatchObject({ bytes: 11, warning: expect.stringContaining("not followed") });
});

test("an empty zip yields nothing, and one empty file is one piece", async () => {
  expect(await take("p.zip", rawZip([]))).toEqual([]);
  expect(await take("p.zip", rawZip([{ name: "empty.txt" }]))).toMatchObject([
    { name: "p.zip!/empty.txt", bytes: 0, kind: "empty" },
  ]);
  expect(await take("empty.txt", Buffer.alloc(0))).toMatchObject([{ name: "empty.txt", bytes: 0, kind: "empty" }]);
});

test("a damaged central directory ends the package with a defect after what could be read", async () => {
  const zip = rawZip(["a", "b", "c"].map((name) => ({ name: `${name}.txt`, content: Buffer.from(`${name}\n`) })));
  zip[zip.lastIndexOf("PK\x01\x02")] = 0;
  const taken = await take("p.zip", zip);
  expect(faults(taken)).toEqual([
    ["p.zip!/a.txt", "a\n", undefined],
    ["p.zip!/b.txt", "b\n", undefined],
    ["p.zip", "", "damaged-archive"],
  ]);
});

test("a zip that holds itself, byte for byte, ends at the depth limit, with the reason", async () => {
  const quine = zipQuine();
  const taken = await take("q.zip", quine);
  expect(taken.map((piece) => [piece.name.split("!/").length, piece.defect?.kind])).toEqual([[7, "depth-limit"]]);
  expect(taken[0]!.content.equals(quine)).toBe(true);
  expect(taken[0]!.defect!.message).toContain("Archives are opened 5 levels deep");
});
