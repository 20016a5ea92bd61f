import { describe, expect, it } from "vitest";
import { entropy } from "../../src/passes/structure/executable/entropy.ts";
import { facts, found, rules, runStructure } from "./context.ts";
import { elf, jpeg, machO, pe, png, tar, tarEntry, wasm } from "./fixtures/binaries.ts";
import { zipSample } from "./fixtures/documents.ts";

/** Bytes without pattern, the same at every run. */
const noise = (length: number): Uint8Array => {
  let state = 12345;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 24;
  });
};

describe("an image", () => {
  it("gives its size", async () => {
    expect(facts(await runStructure("a.png", png(640, 480))).image).toMatchObject({
      type: "png",
      width: 640,
      height: 480,
    });
  });

  it("is flagged for the place where it was taken", async () => {
    const output = await runStructure("a.jpg", jpeg());
    expect(facts(output).image).toMatchObject({
      width: 640,
      height: 480,
      metadata: { Make: "Canonical", latitude: 52.5, longitude: 13.4 },
    });
    expect(found(output, "image-gps")).toMatchObject([{ severity: "medium", context: "52.50000, 13.40000" }]);
  });

  it("is flagged for bytes behind its end", async () => {
    const clean = png(4, 4);
    const output = await runStructure("a.png", png(4, 4, "secret message hidden here"));
    expect(found(output, "trailing-data")).toMatchObject([{ start: clean.length }]);
    expect(rules(await runStructure("a.png", clean))).toEqual([]);
  });

  it("is never decoded, and flagged where its pixels would be a bomb", async () => {
    expect(rules(await runStructure("a.png", png(60_000, 60_000)))).toContain("pixel-bomb");
  });

  it("of SVG is flagged for scripts and references", async () => {
    const output = await runStructure(
      "a.svg",
      '<svg width="1"><image href="http://x.example/t.png" onload="go()"/></svg>',
    );
    expect(rules(output)).toEqual(["external-reference", "svg-script"]);
  });
});

describe("an executable", () => {
  it("of ELF gives machine, sections and their entropy", async () => {
    const { executable } = facts(await runStructure("t", elf(new Uint8Array(4096))));
    expect(executable).toMatchObject({ format: "elf", bits: 64, machine: "x86-64", kind: "executable" });
    expect(executable.sections).toMatchObject([
      { name: ".text", offset: 64, bytes: 4096, entropy: 0 },
      { name: ".shstrtab" },
    ]);
  });

  it("is flagged for code that is packed, or both written and run", async () => {
    const output = await runStructure("t", elf(noise(16_384)));
    expect(rules(output)).toEqual(["packed-code", "writable-code"]);
    expect(found(output, "packed-code")).toMatchObject([{ start: 64, end: 64 + 16_384, context: ".text" }]);
  });

  it("of Windows gives machine, build time and sections; packers are told by name", async () => {
    const output = await runStructure("t.exe", pe("UPX0", new Uint8Array(100)));
    expect(facts(output).executable).toMatchObject({ format: "pe", machine: "x86-64", built: 1_700_000_000 });
    expect(rules(output)).toEqual(["packed-code"]);
  });

  it("of macOS and WebAssembly gives its sections", async () => {
    expect(facts(await runStructure("t", machO(new Uint8Array(64)))).executable).toMatchObject({
      format: "mach-o",
      machine: "arm64",
      sections: [{ name: "__TEXT", executable: true }],
    });
    expect(
      facts(await runStructure("t", wasm())).executable.sections.map(({ name }: { name: string }) => name),
    ).toEqual(["type", "function"]);
  });

  it("whose headers lead nowhere is a finding", async () => {
    const output = await runStructure("t", elf(new Uint8Array(100)).slice(0, 70));
    expect(rules(output)).toEqual(["unreadable-executable"]);
  });
});

describe("entropy", () => {
  it("is 0 of one value, 8 of noise, and 1 of a fair coin", () => {
    expect(entropy(new Uint8Array(100))).toBe(0);
    expect(entropy(noise(2 ** 20))).toBeGreaterThan(7.99);
    expect(entropy(Uint8Array.from({ length: 100 }, (_, i) => i & 1))).toBe(1);
  });
});

describe("an archive", () => {
  it("is listed, and flagged for entries that would escape or explode", async () => {
    const output = await runStructure("a.zip", zipSample());
    expect(facts(output).archive).toMatchObject({
      entries: 4,
      listing: expect.arrayContaining([{ name: "src/a.ts", bytes: 10 }]),
    });
    expect(found(output, "path-traversal")).toMatchObject([{ context: "../../etc/passwd" }]);
    expect(found(output, "compression-bomb")).toMatchObject([{ context: "zeros.bin" }]);
  });

  it("that is cut is a finding", async () => {
    expect(rules(await runStructure("a.zip", zipSample().slice(0, 200)))).toEqual(["damaged-archive"]);
  });

  it("of tar is listed, its outward links flagged", async () => {
    const output = await runStructure("a.tar", tar());
    expect(facts(output).archive).toMatchObject({
      entries: 2,
      bytes: 5,
      listing: [{ name: "a/one.txt", bytes: 5 }, { name: "a/link" }],
    });
    expect(found(output, "link-traversal")).toMatchObject([{ context: "a/link → /etc/passwd" }]);
  });

  it("of tar is told where its chain of headers breaks", async () => {
    const bytes = Buffer.concat([tarEntry("a", "hello"), Buffer.alloc(512, 7)]);
    expect(found(await runStructure("a.tar", bytes), "damaged-archive")).toMatchObject([{ start: 1024 }]);
  });
});
