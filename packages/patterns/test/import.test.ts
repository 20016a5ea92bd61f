import { describe, expect, it } from "vitest";
import { compile, Database, type Definition, formatOf, importPack, scanBytes } from "../src/index.ts";

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
regex = '''(?i)\\bacme_[[:alnum:]]{8}\\z'''
tags = ["acme"]

[[rules]]
id = "files-only"
path = '''\\.p12$'''
`;

  it("gives its rules with Go's syntax turned into JavaScript's, and leaves out those about file names", () => {
    const { definitions, errors } = importPack("gitleaks", config, "g.toml");
    expect(errors).toEqual([]);
    expect(definitions).toMatchObject([{ id: "gitleaks-acme-token", tags: ["secret", "acme"], title: "Acme token" }]);
    expect(matches(definitions, "token ACME_a1B2c3D4")).toEqual(["gitleaks-acme-token"]);
    expect(matches(definitions, "token acme_a1B2c3D4 and more")).toEqual([]);
  });

  it("names the line of what is not TOML, and of a rule that cannot be", () => {
    expect(importPack("gitleaks", "a = 1\nb = = 2", "g.toml").errors).toMatchObject([{ line: 2 }]);
    const empty = config.replace(/'''\(\?i\).*'''/, "''");
    expect(importPack("gitleaks", empty, "g.toml").errors).toMatchObject([{ line: 3, id: "gitleaks-acme-token" }]);
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
    $bad = "hidden" xor
    $word = "whole" fullword
  condition:
    any of them
}`;

  it("gives the strings of its rules in all their kinds, and refuses those it cannot search", () => {
    const { definitions, errors } = importPack("yara", rules, "s.yar");
    expect(errors).toMatchObject([{ line: 10, id: "yara-Sample-bad" }]);
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
});
