import { describe, expect, it } from "vitest";
import type { PassContext, PassOutput } from "../../src/analysis-pass.ts";
import { entitiesPass, mentionsIn } from "../../src/passes/entities/index.ts";
import { namesIn } from "../../src/passes/entities/names.ts";

const read = (text: string, kind = "text", name = "a.txt", chunk = 11): Promise<PassOutput> => {
  const bytes = Buffer.from(text);
  const context: PassContext = {
    component: { name, kind, bytes: bytes.length, sha256: "0" },
    async *bytes() {
      for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
    },
    whole: async () => new Uint8Array(bytes),
    upstream: () => undefined,
    signal: new AbortController().signal,
  };
  return entitiesPass.run(context);
};

const found = (text: string): string[] => mentionsIn(Buffer.from(text)).map(({ kind, value }) => `${kind} ${value}`);

/** A row of digits that passes the Luhn test, or just misses it. */
const luhn = (body: string, miss = 0): string => {
  const sum = [...body].reverse().reduce((total, digit, i) => {
    const doubled = Number(digit) * (i % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return body + ((10 - (sum % 10) + miss) % 10);
};

describe("percent-encoded values", () => {
  it("are read as what they say, at the places where they stand", () => {
    const line = "GET /reset?mail=eve%2Bx%40example.org&next=https%3A%2F%2Fshop.example.net%2Fa%20b HTTP/1.1";
    expect(
      mentionsIn(Buffer.from(line)).map(({ kind, value, start, end }) => [kind, value, line.slice(start, end)]),
    ).toEqual([
      ["email", "eve+x@example.org", "eve%2Bx%40example.org"],
      ["url", "https://shop.example.net/a", "https%3A%2F%2Fshop.example.net%2Fa"],
      ["domain", "shop.example.net", "shop.example.net"],
    ]);
  });

  it("within a URL give what they lead to beside it", () => {
    expect(found("see https://a.example.com/out?to=https%3A%2F%2Fevil.example.net%2Fx now")).toEqual([
      "url https://a.example.com/out?to=https%3A%2F%2Fevil.example.net%2Fx",
      "domain a.example.com",
      "url https://evil.example.net/x",
      "domain evil.example.net",
    ]);
  });

  it("have blanks for pluses in forms", () => {
    expect(found("iban=GB29+NWBK+6016+1331+9268+19&card=4111+1111+1111+1111")).toEqual([
      "iban GB29NWBK60161331926819",
      "payment-card 4111111111111111",
    ]);
  });

  it("do not become names by their digits", () => {
    expect(found("q=%40nothing%2fhere %2e%2e")).toEqual([]);
  });
});

describe("rows of digits", () => {
  const ids = (count: number): string[] =>
    Array.from({ length: count }, (_, i) =>
      luhn(`4${String(10 ** 13 + i * 7_919_317).padStart(14, "3")}`, i % 10 === 0 ? 0 : 1 + (i % 8)),
    );

  it("are no cards where only as many pass the check digit as chance lets pass", async () => {
    const { entities } = await read(
      `order,qty\n${ids(200)
        .map((id) => `${id},1`)
        .join("\n")}\n`,
      "csv",
      "a.csv",
    );
    expect(entities).toEqual([]);
  });

  it("are cards where most pass it, where they are grouped, and where a word says so", async () => {
    const cards = Array.from({ length: 20 }, (_, i) => luhn(`45${String(3_000_000_000_017 + i * 97_531)}`));
    const list = await read(cards.map((card) => `${card},x`).join("\n"), "csv", "a.csv");
    expect(list.entities).toHaveLength(20);
    const mixed = `${ids(50).join(" ")} card number ${cards[0]} and 4111 1111 1111 1111`;
    const { entities = [] } = await read(mixed);
    expect(entities.map(({ value }) => value).sort()).toEqual(["4111111111111111", cards[0]].sort());
  });

  it("are no cards under a key that names an id", () => {
    expect(found(`{"order_id": ${luhn("411111111111111")}}`).filter((one) => one !== "payment-card ")).toEqual([]);
  });
});

describe("addresses of mail", () => {
  it.each([
    ["to Frank <frank.o'neil@example.co.uk>", ["email frank.o'neil@example.co.uk"]],
    ["o'brien@example.org wrote", ["email o'brien@example.org"]],
    ["'alice@example.org' and \"bob@example.org\"", ["email alice@example.org", "email bob@example.org"]],
    ["l'adresse d'alice@example.org", ["email alice@example.org"]],
    ["bounce <list+77=carol@example.org>", ["email list+77=carol@example.org"]],
    ["weird..dots@example.org .lead@example.org", []],
    ["Message-ID: <20260112.4711.abc@mail.example.org>", []],
    ["References: <a1@mail.example.org>\n <b2@mail.example.org>", []],
    ["From: <dora@example.org>", ["email dora@example.org"]],
  ])("%s", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});

describe("what only looks like a name of something", () => {
  it.each([
    'self.stream.write(x); self.bg = "red"',
    "configure.in, configure.ac, gen.tab: updated",
    "host = await resolve(name)",
    "user = args.user",
    "host = node.parent",
    "4.4BSD and BSD 4.4, BSD 386, CRC 32, PHP 3 module, CVE 2319",
    "usage: $1 and $2",
    "apt 3.8.7.2, gtk 3.43.1.5",
    "the database of user input from forms",
  ])("is none: %s", (text) => {
    expect(found(text)).toEqual([]);
  });

  it.each([
    ["from 9.9.9.9 port 22", ["ipv4 9.9.9.9"]],
    ["connect 3.8.7.2:443", ["ipv4 3.8.7.2"]],
    ["EUR 20 and CZK 1,200.50", ["money EUR 20", "money CZK 1200.5"]],
    ["costs $5", ["money USD 5"]],
    ["user=john.doe", ["username john.doe"]],
    ["Failed password for emily from 203.0.113.5 port 1", ["username emily", "ipv4 203.0.113.5"]],
  ])("is told from what is one: %s", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it("are no people and places where only headings have capitals", () => {
    expect(
      namesIn("Compute Engine reservation in the Cloud region, Library General Public License, Grant Scope, URI list"),
    ).toEqual([]);
  });
});

describe("secrets", () => {
  const text =
    "db postgres://app:Qw7rty9Zx@db.internal.example.org/shop user alice@example.org\n" +
    "API_KEY=a7f29c4e8b16d035a7f29c4e8b16d035a7f29c4e from 203.0.113.9\n";

  it("that a rule masks are in no value, text or context of an entity", async () => {
    const { entities = [], facts } = await read(text, "source", "prod.env");
    expect(JSON.stringify(entities)).not.toMatch(/Qw7rty9Zx|a7f29c4e8b16d035/i);
    expect(entities.map(({ kind, value }) => `${kind} ${value}`)).toEqual([
      "url postgres://app:…@db.internal.example.org/shop",
      "domain db.internal.example.org",
      "email alice@example.org",
      "ipv4 203.0.113.9",
    ]);
    expect(entities.at(-1)!.context).toBe("API_KEY=… from 203.0.113.9");
    expect(facts!.withheld).toBe(1);
  });

  it("stay hidden however far apart the chunks come, and what is none stays readable", async () => {
    const filler = "nothing here, line after line\n".repeat(50_000);
    const { entities = [] } = await read(`${filler}${text}note from bob@example.org\n`, "log", "a.log", 4099);
    expect(JSON.stringify(entities)).not.toMatch(/Qw7rty9Zx|a7f29c4e8b16d035/i);
    expect(entities.at(-1)).toMatchObject({ value: "bob@example.org", context: "note from bob@example.org" });
  });
});
