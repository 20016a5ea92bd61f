import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  base62,
  checksumHolds,
  compile,
  Database,
  Definition,
  entropyOf,
  expandExample,
  isPlaceholder,
  ownArtefact,
  scanBytes,
  settingOf,
  syntaxOf,
  verify,
} from "../src/index.ts";

const own = Database.load(ownArtefact());

/** Rules of the own pack that report the text, with how they stand, and the secrets that they see. */
const reported = (text: string, name = "a.txt", kind = "text"): string[] => {
  const chars = Buffer.from(text).toString("latin1");
  const found = scanBytes(own, Buffer.from(text)).flatMap(({ rule, start, end }) => {
    const { id, check, tags } = own.rule(rule);
    if (!check) return tags.includes("secret") ? [`${id} found`] : [];
    const hint = { syntax: syntaxOf(name, kind), setting: settingOf(kind), name };
    const verdict = verify(check, { text: chars, start, end, ...hint });
    return verdict ? [`${id} ${verdict.standing} ${chars.slice(...verdict.secret)}`] : [];
  });
  return [...new Set(found)];
};

const password = "Qw7rty9Zx";
const key = expandExample("<alnum:32>");

describe("a setting's secret", () => {
  it.each([
    ["app.env", `DB_PASSWORD=${password}`],
    ["app.env", `export PASSWORD='${password}'`],
    ["x.properties", `spring.datasource.password=${password}`],
    ["x.yml", `password: ${password}`],
    ["x.yml", `env:\n  - name: DB_PASSWORD\n    value: ${password}\n`],
    ["x.toml", `password = "${password}"`],
    ["x.ini", `password = ${password}`],
    ["web.config", `<add key="DbPassword" value="${password}"/>`],
    ["a.xml", `<entry key="password">${password}</entry>`],
    ["a.xml", `<password>${password}</password>`],
    ["a.plist", `<key>password</key>\n  <string>${password}</string>`],
    ["a.json", `{"user": "x", "password": "${password}"}`],
    ["a.json", `{"name": "DB_PASSWORD", "value": "${password}"}`],
    ["main.tf", `variable "db_password" {\n  type = string\n  default = "${password}"\n}`],
    ["Dockerfile", `ENV DB_PASSWORD ${password}`],
    ["run.sh", `tool --password ${password} --verbose`],
    ["a.py", `connect(host="x", password="${password}")`],
    ["a.py", `password: str = "${password}"`],
    ["a.py", `os.environ["DB_PASSWORD"] = "${password}"`],
    ["a.java", `private static final String PASSWORD = "${password}";`],
    ["a.java", `source.setPassword("${password}")`],
    ["a.go", `password := "${password}"`],
    ["a.php", `define('DB_PASSWORD', '${password}');`],
    ["a.rb", `:password => "${password}"`],
    ["a.log", `login user=bob password=${password} failed`],
    ["a.log", `POST /login?user=bob&password=${password}&x=1`],
  ])("is found in %s: %s", (name, text) => {
    expect(reported(text, name, /\.(?:py|java|go|php|rb)$/.test(name) ? "source" : "text")).toEqual([
      `password-assignment found ${password}`,
    ]);
  });

  it.each([
    ["api_key", "api-key-assignment"],
    ["accessKey", "api-key-assignment"],
    ["jwt-secret", "secret-assignment"],
    ["client_secret", "secret-assignment"],
    ["token", "token-assignment"],
    ["DEPLOY_TOKEN", "token-assignment"],
  ])("is found under the key %s", (name, rule) => {
    expect(reported(`${name}: ${key}`, "x.yml", "yaml")).toEqual([`${rule} found ${key}`]);
    expect(reported(`${name} = "${key}"`, "a.py", "source")).toEqual([`${rule} found ${key}`]);
  });

  it.each([
    ["a.py", "password = get_password(user)"],
    ["a.py", 'password_label = "Enter your password here"'],
    ["a.js", "const token = lexer.nextToken();"],
    ["a.js", "token: Token.PunctuationSemicolon2"],
    ["a.ts", "password: string;"],
    ["x.yml", "secretKeyRef: {name: x, key: password}"],
    ["x.yml", "password: !vault db/password"],
    ["x.yml", "password: $(cat db-password9)"],
    ["x.yml", "max_tokens: 4096"],
    ["x.env", "TOKEN_URL=https://login.internal/oauth2/token"],
    ["a.json", '"next_token": "abcdefghij0123456789"'],
    ["a.txt", "PASS: objcopy2 -v works"],
    ["a.txt", "password: required, 8 characters"],
  ])("is not seen in %s: %s", (name, text) => {
    expect(reported(text, name, /\.(?:py|js|ts)$/.test(name) ? "source" : "text")).toEqual([]);
  });
});

describe("what stands for a secret", () => {
  it.each([
    "AKIAIOSFODNN7EXAMPLE",
    `ghp_${"x".repeat(36)}`,
    'password = "changeme99"',
    'password: "your-password-here1"',
    "postgres://user:password@localhost/db",
    "Authorization: Bearer YOUR_ACCESS_TOKEN_HERE",
    `AIza${"a".repeat(35)}`,
    "curl -u user:pass https://x",
  ])("is reported as no more than that: %s", (text) => {
    for (const line of reported(text)) expect(line).toMatch(/ placeholder /);
  });

  it("is told from a real one by whole words, not by letters that chance to be in it", () => {
    for (const real of ["hunter22x", "Zf3D0LXCM3EIMbgJpUNnkRtOfOueHznB", "tRk9-foxtrot-88", "S3cr3t!x"])
      expect(isPlaceholder(real)).toBe(false);
  });
});

describe("a checksum", () => {
  const body = expandExample("<alnum:30>");
  const token = `ghp_${body}${base62(crc32(body), 6)}`;

  it("that holds is said, and one that does not makes a token doubtful", () => {
    expect(checksumHolds("github", token)).toBe(true);
    expect(reported(`t: ${token}`)).toContain(`github-personal-token found ${token}`);
    const spoiled = `${token.slice(0, -1)}${token.endsWith("a") ? "b" : "a"}`;
    expect(reported(`t: ${spoiled}`)).toContain(`github-personal-token doubtful ${spoiled}`);
  });

  it("of a wallet's key is base58's or bech32's", () => {
    expect(checksumHolds("base58check", "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ")).toBe(true);
    expect(checksumHolds("base58check", "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTK")).toBe(false);
    expect(checksumHolds("age", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")).toBe(true);
    expect(checksumHolds("age", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5")).toBe(false);
  });

  it("of a web token is its header, and a claim that somebody could make", () => {
    const jwt = (payload: object): string =>
      [{ alg: "HS256" }, payload].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
    expect(checksumHolds("jwt", `${jwt({ sub: "u-77", exp: 1 })}.sig`)).toBe(true);
    expect(checksumHolds("jwt", `${jwt({ some: "payload" })}.sig`)).toBe(false);
    expect(checksumHolds("jwt", "eyJhbGciOiJub25l.e30.sig")).toBe(false);
  });
});

describe("a match where nothing happens", () => {
  const text = "1' AND SLEEP(5)-- ";

  it("is a mention in a program or in prose, and a finding in a log and in a request", () => {
    const matches = scanBytes(own, Buffer.from(text)).map(({ rule }) => own.rule(rule));
    const { check } = matches.find(({ id }) => id === "sql-sleep")!;
    const standing = (line: string, kind: string): string | undefined => {
      const start = line.indexOf("SLEEP");
      return verify(check!, { text: line, start, end: start + 8, syntax: "other", setting: settingOf(kind) })?.standing;
    };
    expect(standing(text, "source")).toBe("mention");
    expect(standing(text, "text")).toBe("mention");
    expect(standing(text, "log")).toBe("found");
    expect(standing(`GET /?id=${text} HTTP/1.1`, "text")).toBe("found");
    expect(standing(`2026-01-12 08:00:00 ${text}`, "text")).toBe("found");
  });
});

describe("a definition's check", () => {
  const definition = (check: object): Definition =>
    Definition.parse({ id: "r", kind: "regex", value: "tok_[a-z0-9]{8}", check });

  it("is kept in the artefact", () => {
    const { artefact } = compile([definition({ entropy: 2, allow: [{ words: ["docs"] }] })]);
    expect(Database.load(artefact).rule(0).check).toEqual({
      entropy: 2,
      allow: [{ target: "secret", regexes: [], words: ["docs"], paths: [], all: false }],
    });
  });

  it("has its rule rejected, with the reason, where its regex cannot be run", () => {
    const { summary } = compile([definition({ allow: [{ regexes: ["(?=abc)x"] }] })]);
    expect(summary.quarantined).toMatchObject([{ id: "r", lane: "rejected", reason: "check" }]);
    expect(compile([definition({ capture: "(" })]).summary.quarantined).toMatchObject([{ reason: "check" }]);
  });

  it("measures entropy in bits per character", () => {
    expect(entropyOf("aaaa")).toBe(0);
    expect(entropyOf("abcd")).toBe(2);
    expect(entropyOf("")).toBe(0);
  });
});
