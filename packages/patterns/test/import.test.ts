import { describe, expect, it } from "vitest";
import { compile, Database, type Definition, formatOf, importPack, scanBytes, verify } from "../src/index.ts";

const matches = (definitions: readonly Definition[], text: string | Uint8Array): string[] => {
  const database = Database.load(compile(definitions).artefact);
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  return [...new Set(scanBytes(database, bytes).map(({ rule }) => database.rule(rule).id))].sort();
};

describe("importing", () => {
  it("tells the format by the file's name", () => {
    const files = ["a.ndjson", "a.jsonl", "gitleaks.toml", "rule.yml", "REQUEST-942.conf", "a.yar", "list.txt"];
    expect(files.map(formatOf)).toEqual(["ndjson", "ndjson", "gitleaks", "sigma", "crs", "yara", "words"]);
  });
});

describe("word lists", () => {
  it("give one literal a line, each once, without regard to case", () => {
    const { definitions, errors } = importPack(
      "words",
      "# bad hosts\nevil.example\n\nEVIL.example\nworse.example\n",
      "l",
    );
    expect(errors).toEqual([]);
    expect(definitions.map(({ id, value }) => [id, value])).toEqual([
      ["word-2", "evil.example"],
      ["word-5", "worse.example"],
    ]);
    expect(matches(definitions, "GET http://Worse.Example/")).toEqual(["word-5"]);
  });
});

describe("gitleaks", () => {
  const config = `title = "x"
[[rules]]
id = "acme-token"
description = "Acme token"
regex = '''(?i)\\bacme_([[:alnum:]]{8})\\z'''
entropy = 2.5
keywords = ["acme"]
tags = ["acme"]
[[rules.allowlists]]
condition = "AND"
regexTarget = "line"
regexes = ['''^# ''']
stopwords = ["docs"]

[[rules]]
id = "mixed-case"
regex = '''PRE-(?i)abc|xyz-[0-9]{3}'''
path = '''(?i)\\.env$'''

[[rules]]
id = "files-only"
path = '''\\.p12$'''

[allowlist]
paths = ['''vendor/''']
commits = ["abc"]
`;
  const read = importPack("gitleaks", config, "g.toml");

  it("gives its rules with Go's syntax turned into JavaScript's, and names what is not taken over, with its line", () => {
    expect(read.errors).toEqual([]);
    expect(read.unsupported.map(({ line, id, message }) => [line, id, message.slice(0, 20)])).toEqual([
      [26, undefined, "commits of an allow "],
      [21, "gitleaks-files-only", "a rule without a reg"],
    ]);
    expect(read.definitions).toMatchObject([
      { id: "gitleaks-acme-token", tags: ["secret", "acme"], title: "Acme token" },
      { id: "gitleaks-mixed-case" },
    ]);
    expect(matches(read.definitions, "token ACME_a1B2c3D4")).toEqual(["gitleaks-acme-token"]);
    expect(matches(read.definitions, "token acme_a1B2c3D4 and more")).toEqual([]);
  });

  it("lets flags in the middle of a regex hold to its end, in every alternative", () => {
    expect(matches(read.definitions, "PRE-aBc")).toEqual(["gitleaks-mixed-case"]);
    expect(matches(read.definitions, "XYZ-123")).toEqual(["gitleaks-mixed-case"]);
    expect(matches(read.definitions, "pre-abc")).toEqual([]);
  });

  it("takes over entropy, keywords, paths, the secret's group and allow lists", () => {
    const [token, mixed] = read.definitions.map(({ check }) => check!);
    const verdict = (check: typeof token, text: string, name = "a.txt") =>
      verify(check!, {
        text,
        start: text.search(/acme_|PRE/i),
        end: text.length,
        syntax: "other",
        setting: "log",
        name,
      });
    expect(verdict(token, "x ACME_a1B2c3D4")).toMatchObject({ secret: [7, 15] });
    expect(verdict(token, "x ACME_aaaabbbb")).toBeUndefined();
    expect(verdict(token, "x ACME_a1B2c3D4", "vendor/x.go")).toBeUndefined();
    // Both halves of an AND list must apply.
    expect(verdict(token, "# ACME_a1B2docs")).toBeUndefined();
    expect(verdict(token, "x ACME_a1B2docs")).toBeDefined();
    expect(verdict(mixed, "PRE-abc", "prod.ENV")).toBeDefined();
    expect(verdict(mixed, "PRE-abc", "prod.txt")).toBeUndefined();
  });

  it("names the line of what is not TOML, and of a rule that cannot be", () => {
    expect(importPack("gitleaks", "a = 1\nb = = 2", "g.toml").errors).toMatchObject([{ line: 2 }]);
    const empty = config.replace(/'''\(\?i\)\\bacme.*'''/, "''");
    expect(importPack("gitleaks", empty, "g.toml").errors).toMatchObject([{ line: 3, id: "gitleaks-acme-token" }]);
  });

  it("says what stands in a configuration that extends another", () => {
    const { unsupported } = importPack("gitleaks", "[extend]\nuseDefault = true\n", "g.toml");
    expect(unsupported).toMatchObject([{ line: 1, message: expect.stringMatching(/extend/) }]);
  });
});

describe("Sigma", () => {
  const rule = `title: Suspicious tool
id: 0a1b
level: high
tags: [attack.t1003]
detection:
  selection:
    CommandLine|contains:
      - 'sekurlsa::'
      - '*\\evil*tool.exe'
    Image|re: 'C:\\\\[a-z]{4}\\\\payload\\.exe'
  filter_main:
    User: 'SYSTEM-USER'
  condition: selection and not filter_main
`;

  it("gives the strings of selections, wildcards parted, filters left out", () => {
    const { definitions, errors } = importPack("sigma", rule, "r.yml");
    expect(errors).toEqual([]);
    expect(definitions.map(({ kind, value, severity }) => [kind, value, severity])).toEqual([
      ["literal", "sekurlsa::", "high"],
      ["literal", "tool.exe", "high"],
      ["regex", "C:\\\\[a-z]{4}\\\\payload\\.exe", "high"],
    ]);
    expect(matches(definitions, "run C:\\temp\\payload.exe")).toEqual(["sigma-0a1b-3"]);
  });

  it("names the line of a modifier that it does not understand, and of a string that is too short", () => {
    const { definitions, unsupported } = importPack(
      "sigma",
      "title: T\ndetection:\n  selection:\n    A|base64offset|contains: longer-text\n    B|contains:\n      - abc\n      - long-enough\n  condition: selection\n",
      "r.yml",
    );
    expect(definitions.map(({ value }) => value)).toEqual(["long-enough"]);
    expect(unsupported).toMatchObject([
      { line: 4, message: expect.stringMatching(/base64offset/) },
      { line: 6, message: expect.stringMatching(/"abc": too short/) },
    ]);
  });

  it("names the line of a document that is no rule, and reads the others", () => {
    const { definitions, errors } = importPack("sigma", `${rule}---\nname: x\n---\n${rule}`, "r.yml");
    expect(definitions).toHaveLength(6);
    expect(errors).toHaveLength(1);
    expect(errors[0]!.message).toMatch(/no Sigma rule/);
    expect(importPack("sigma", "a: [1\nb: 2", "r.yml").errors[0]!.message).toMatch(/not YAML/);
  });
});

describe("OWASP CRS", () => {
  const rules = `# comment
SecRule ARGS|REQUEST_COOKIES "@rx (?i)union\\s+select\\s+\\"x" \\
    "id:942100,phase:2,block,msg:'SQL injection',severity:'CRITICAL'"
SecRule REQUEST_FILENAME "@pm wp-config.php .git/config" "id:930130,severity:'WARNING',msg:'Restricted file'"
SecRule REQUEST_METHOD "!@rx ^GET$" "id:911100"
SecRule broken
`;

  it("gives the regexes and phrases of its rules, with lines joined and severities translated", () => {
    const { definitions, errors } = importPack("crs", rules, "x.conf");
    expect(definitions.map(({ id, kind, severity, title }) => [id, kind, severity, title])).toEqual([
      ["crs-942100", "regex", "critical", "SQL injection"],
      ["crs-930130", "literal", "medium", "Restricted file"],
      ["crs-930130-2", "literal", "medium", "Restricted file"],
    ]);
    expect(errors).toMatchObject([{ line: 6, message: "SecRule has no quoted operator" }]);
    expect(matches(definitions, 'q=UNION  select "x')).toEqual(["crs-942100"]);
    expect(matches(definitions, "GET /.git/config")).toEqual(["crs-930130-2"]);
  });
});

describe("YARA", () => {
  const rules = `rule Sample : trojan pe
{
  meta:
    author = "x" // nothing to find: $no = "no"
  strings:
    $text = "Evil\\x00Corp" nocase
    $wide = "secret" wide ascii
    $hex = { 4D 5A ?? [2-4] ( 50 | 4? 45 ) } /* gap */
    $re = /https?:\\/\\/evil\\.[a-z]{2,6}\\//i
    $bad = "hidden" base64("alphabet")
    $word = "whole" fullword
  condition:
    any of them
}`;

  it("gives the strings of its rules in all their kinds, and names those it cannot search", () => {
    const { definitions, errors, unsupported } = importPack("yara", rules, "s.yar");
    expect(errors).toEqual([]);
    expect(unsupported).toMatchObject([{ line: 10, id: "yara-Sample-bad", message: expect.stringMatching(/^base64/) }]);
    expect(definitions.map(({ id }) => id)).toEqual([
      "yara-Sample-text",
      "yara-Sample-wide",
      "yara-Sample-wide-2",
      "yara-Sample-hex",
      "yara-Sample-re",
      "yara-Sample-word",
    ]);
    expect(definitions[0]!.tags).toEqual(["trojan", "pe"]);
    expect(matches(definitions, "eVIL\u0000cORP")).toEqual(["yara-Sample-text"]);
    expect(matches(definitions, Buffer.from("secret", "utf16le"))).toEqual(["yara-Sample-wide"]);
    expect(matches(definitions, "HTTPS://EVIL.example/ http://evil.test/")).toEqual(["yara-Sample-re"]);
    expect(matches(definitions, "the whole, wholesale")).toEqual(["yara-Sample-word"]);
    expect(compile(definitions).summary.quarantined.map(({ id }) => id)).toEqual(["yara-Sample-hex"]);
  });

  it("gives every form of a text under xor, and the three that base64 gives it", () => {
    const coded = `rule C { strings: $x = "secret" xor(1-2) $b = "This program" base64 condition: any of them }`;
    const { definitions } = importPack("yara", coded, "c.yar");
    expect(definitions).toHaveLength(5);
    expect(
      matches(
        definitions,
        Buffer.from("secret", "latin1").map((byte) => byte ^ 2),
      ),
    ).toEqual(["yara-C-x-2"]);
    for (const before of ["", "a", "ab"]) {
      const text = Buffer.from(`${before}This program cannot`).toString("base64");
      expect(matches(definitions, text)).toHaveLength(1);
    }
  });
});
