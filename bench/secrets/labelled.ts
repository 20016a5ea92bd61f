import { Dice } from "../../packages/analysis/test/entities/labelled/random.ts";
import { contextKinds, lineKinds, passwordKinds, tokenKinds } from "./kinds.ts";
import { made } from "./make.ts";

/** A file with one credential, in the lines from `line` to `lastLine`; or with none. */
export interface Labelled {
  name: string;
  text: string;
  kind?: string;
  line: number;
  lastLine: number;
}

interface Kind {
  kind: string;
  key: string;
  form: string;
  sort: "token" | "context" | "password" | "line";
}

const rowsOf = (table: string): string[] => table.trim().split("\n");

const kindsOf = (table: string, sort: Kind["sort"]): Kind[] =>
  rowsOf(table).map((row) => {
    const [kind = "", key = "", ...form] = row.split(" ");
    return sort === "line"
      ? { kind, key: "", form: [key, ...form].join(" "), sort }
      : { kind, key, form: form.join(" "), sort };
  });

export const kinds: readonly Kind[] = [
  ...kindsOf(tokenKinds, "token"),
  ...kindsOf(contextKinds, "context"),
  ...kindsOf(passwordKinds, "password"),
  ...kindsOf(lineKinds, "line"),
];

const camel = (key: string): string =>
  key.toLowerCase().replace(/[_.](\w)/g, (_, letter: string) => letter.toUpperCase());
const snake = (key: string): string => key.toLowerCase().replaceAll(".", "_");

type Wrapper = (key: string, value: string) => readonly [name: string, before: string, lines: string, after: string];

/** The syntaxes of configuration and code in which credentials leak. */
const wrappers: readonly Wrapper[] = [
  (key, value) => [".env", "APP_NAME=shop\nPORT=8080\n", `${key}=${value}\n`, "LOG_LEVEL=info\n"],
  (key, value) => [".env", "APP_NAME=shop\n", `${key}="${value}"\n`, "LOG_LEVEL=info\n"],
  (key, value) => ["application.properties", "server.port=8080\n", `${camel(key)}=${value}\n`, "logging.level=INFO\n"],
  (key, value) => ["config.yml", "server:\n  port: 8080\n", `  ${snake(key)}: ${value}\n`, "  retries: 3\n"],
  (key, value) => ["config.yaml", "app:\n  name: shop\n", `  ${camel(key)}: "${value}"\n`, "  debug: false\n"],
  (key, value) => [
    "deploy.yaml",
    "env:\n  - name: PORT\n    value: '80'\n",
    `  - name: ${key}\n    value: "${value}"\n`,
    "  replicas: 2\n",
  ],
  (key, value) => [
    "settings.json",
    '{\n  "port": 8080,\n',
    `  "${camel(key)}": "${value}",\n`,
    '  "debug": false\n}\n',
  ],
  (key, value) => ["config.toml", "[server]\nport = 8080\n", `${snake(key)} = "${value}"\n`, "debug = false\n"],
  (key, value) => ["app.ini", "[main]\nport = 8080\n", `${snake(key)} = ${value}\n`, "debug = 0\n"],
  (key, value) => [
    "Web.config",
    "<configuration>\n<appSettings>\n",
    `<add key="${camel(key)}" value="${value}" />\n`,
    "</appSettings>\n</configuration>\n",
  ],
  (key, value) => ["pom.xml", "<settings>\n", `  <${camel(key)}>${value}</${camel(key)}>\n`, "</settings>\n"],
  (key, value) => ["main.tf", 'resource "x" "y" {\n', `  ${snake(key)} = "${value}"\n`, "}\n"],
  (key, value) => ["Dockerfile", "FROM node:24\n", `ENV ${key}=${value}\n`, "RUN npm ci\n"],
  (key, value) => ["run.sh", "#!/bin/sh\nset -e\n", `export ${key}="${value}"\n`, "exec node server.js\n"],
  (key, value) => [
    "settings.py",
    "import os\n\nDEBUG = False\n",
    `${key.replaceAll(".", "_").toUpperCase()} = "${value}"\n`,
    "PORT = 8080\n",
  ],
  (key, value) => [
    "client.js",
    'import { connect } from "./x.js";\n',
    `const ${camel(key)} = '${value}';\n`,
    "connect();\n",
  ],
  (key, value) => [
    "Client.java",
    "class Client {\n",
    `  private static final String ${key.replaceAll(".", "_").toUpperCase()} = "${value}";\n`,
    "}\n",
  ],
  (key, value) => ["main.go", "package main\n\nfunc main() {\n", `\t${camel(key)} := "${value}"\n`, "\trun()\n}\n"],
  (key, value) => [
    ".gitlab-ci.yml",
    "job:\n  variables:\n",
    `    ${key.replaceAll(".", "_").toUpperCase()}: ${value}\n`,
    "  script: make\n",
  ],
];

const lineFiles = ["notes.txt", "run.sh", "app.log", "README.md", "config.txt"];
const logLine = "2026-01-12 08:00:00 INFO started\n";

const positive = (kind: Kind, round: number, dice: Dice): Labelled => {
  const value = made(kind.form, dice);
  const [name, before, lines, after] =
    kind.sort === "line"
      ? ([dice.of(lineFiles), logLine, `${value}\n`, logLine] as const)
      : dice.of(wrappers)(kind.sort === "token" && round % 3 === 2 ? "APP_VALUE" : kind.key, value);
  const line = before.split("\n").length;
  return {
    name: `${kind.kind}-${round}/${name}`,
    text: `${before}${lines}${after}`,
    kind: kind.kind,
    line,
    lastLine: line + lines.split("\n").length - 2,
  };
};

/** What resembles a credential and is none. */
const decoys: readonly ((dice: Dice) => string)[] = [
  () => "AKIAIOSFODNN7EXAMPLE",
  () => "your-api-key-here",
  () => `\${SECRET_FROM_VAULT}`,
  () => "changeme",
  () => "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
  () => "{{ vault_password }}",
  () => "<YOUR_TOKEN>",
  () => "process.env.SECRET",
  () => "********",
  () => "getSecretFromVault()",
  () => "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
  () => "REDACTED",
];
const harmless: readonly ((dice: Dice) => readonly [key: string, value: string])[] = [
  (dice) => ["commit", made("<hex:40>", dice)],
  (dice) => ["request_id", made("<uuid:1>", dice)],
  (dice) => ["checksum", `sha256:${made("<hex:64>", dice)}`],
  (dice) => ["integrity", `sha512-${made("<base64:86>", dice)}==`],
  (dice) => ["token_url", `https://login.internal/${made("<lownum:8>", dice)}/token`],
  (dice) => ["max_tokens", dice.digits(4)],
  (dice) => ["password_file", `/run/secrets/${made("<lownum:12>", dice)}`],
  (dice) => ["public_key", made("<base64:60>", dice)],
  () => ["next_page_token_name", "pageCursorParameter2"],
];

const negative = (at: number, dice: Dice): Labelled => {
  const [key, value] =
    dice.below(2) === 0
      ? [dice.of(["DB_PASSWORD", "API_KEY", "AUTH_TOKEN", "CLIENT_SECRET"]), dice.of(decoys)(dice)]
      : dice.of(harmless)(dice);
  const [name, before, lines, after] = dice.of(wrappers)(key, value);
  return { name: `decoy-${at}/${name}`, text: `${before}${lines}${after}`, line: 0, lastLine: -1 };
};

/** The labelled set: the same for the same seed. */
export const labelled = (seed: number, rounds: number, negatives: number): Labelled[] => {
  const dice = new Dice(seed);
  return [
    ...Array.from({ length: rounds }, (_, round) => kinds.map((kind) => positive(kind, round, dice))).flat(),
    ...Array.from({ length: negatives }, (_, at) => negative(at, dice)),
  ];
};
