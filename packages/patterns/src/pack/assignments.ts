import type { Check } from "../definition/check.ts";
import { type Row, subject } from "./rule.ts";

/** The end of a key: what may follow the word that says that it holds a secret. */
const rest = "[A-Za-z0-9_.-]{0,30}";
const blank = "[ \\t]{0,20}";
/** What a value begins with: a quote, or as many characters as a bare one has at least. */
const value = (bare: string): string => `(?:[rbufLN@$]{0,2}\\\\{0,3}["'\`]|${bare})`;

/** Before an option of a command line, or a name that an instruction gives a value to. */
const given = "(?:--?[\\w-]{0,30}|(?:ENV|ARG|setenv|set)[ \\t]{1,4}[\\w.-]{0,60})";

/**
 * A key and the beginning of its value, in the syntaxes that `check/assignment.ts` reads: `key = v`, `key: v`, `"key" => v`,
 * `key: str = v`, `<key>v</key>`, `<add key="…" value="v"/>`, `name: key⏎ value: v`, `variable "key" { default = "v" }`,
 * `define("key", "v")`, `setKey("v")`, `ENV key v`, `--key v`.
 */
const assigned = (words: string, bare: string): string =>
  `(?:${given}${words}${rest}["']?[ \\t]{1,4}${value("[^\\s\"'`;,(){}<>[\\]|&-]{4}")}|${words}${rest}(?:${[
    `\\\\{0,3}["'\`]?\\]?\\)?(?:\\s?:\\s?[A-Za-z&][\\w '<>[\\].,|?]{0,40}(?==)|\\s(?:string|String|str)${blank}(?==))?${blank}(?:[:?+]?={1,3}>?|::?)${blank}${value(bare)}`,
    `(?:["'](?:\\s[^<>\\n]{0,60})?|\\s[\\w:.-]{1,20}="[^"<>\\n]{0,40}"[^<>\\n]{0,40})?>\\s{0,60}(?:[^<\\s]|<(?:string|value|!\\[CDATA))`,
    `</key>\\s{0,60}<string>`,
    `["']\\s{1,20}(?:value|content|default)\\s?=\\s?["']`,
    `["']?\\s{0,4},?\\s{1,40}["']?[Vv]alue["']?\\s?[:=]\\s{0,4}[^\\s]`,
    `["']\\s?\\{[^{}]{0,200}\\bdefault\\s{0,20}=\\s{0,4}["']`,
    `["']\\s{0,3},\\s{0,3}["']`,
    `\\(\\s{0,3}["']`,
  ].join("|")}))`;

const row = (
  id: string,
  title: string,
  words: string,
  bare: string,
  key: NonNullable<Check["key"]>,
  match: readonly [string, ...string[]],
  noMatch: readonly [string, ...string[]],
  { severity = "medium", nocase = true }: { severity?: "medium" | "high"; nocase?: boolean } = {},
): Row => [
  id,
  title,
  assigned(words, bare),
  match,
  noMatch,
  { nocase, severity, check: { reader: "assignment", key, placeholders: true } },
];

/** Secrets by the name of what they are assigned to. */
export const assignments = subject({ severity: "medium", tags: ["secret", "credential"] }, [
  row(
    "password-assignment",
    "Password in a setting",
    "(?:pass(?:wor[dt]|wd|phrase|code|(?![A-Za-z]))|pswd|pwd|kennwort|senha|_pw(?![A-Za-z]))",
    "[^\\s\"'`;,(){}<>[\\]|&]{4}",
    "password",
    ['password = "hunter22"', "'passwd': 'correct-horse'", "DB_PASSWORD=hunter22x", "<password>hunter22x</password>"],
    ["password reset", "password,"],
  ),
  row(
    "secret-assignment",
    "Secret in a setting",
    "(?:secret|(?:private|signing|signature|encryption|cookie|session|hmac|cipher|crypto|master)[_.-]?key)",
    "[A-Za-z0-9+/=_.~!@#%^*?$-]{12}",
    "secret",
    ["export DJANGO_SECRET_KEY=<alnum:40>", "APP_SECRET=<hex:32>", "client_secret=<alnum:32>"],
    ["APP_SECRET=short", "secret = get()"],
    { severity: "high" },
  ),
  row(
    "token-assignment",
    "Token in a setting",
    "(?:token|jwt|bearer)",
    "[A-Za-z0-9+/=_.~-]{16}",
    "token",
    ['auth_token = "<alnum:40>"', "token: <alnum:40>"],
    ["auth_token = getToken()", "tokens"],
  ),
  row(
    "api-key-assignment",
    "API key in a setting",
    "(?:(?:api|access|auth|service|account|license|licence|subscription|app|application|client|server|deploy|publish)[_.-]?key|(?:write|admin|ingest|integration|storage|project|user|consumer|developer|partner|webhook|push)[_.-]?key|(?:shared|function|host|system|dev|sdk|rest|maps)[_.-]?key|credentials?)",
    "[A-Za-z0-9+/=_.~:-]{12}",
    "key",
    ['api_key: "<alnum:32>"', "accessKey='<hex:40>'"],
    ["api key", "apikey,"],
  ),
  [
    "login-tuple",
    "User and password in a pair",
    "(?:auth=|auth = |[Aa]uthentication = |credentials=|credentials = |BasicAuth|DigestAuth)\\(\\s{0,3}[\"'][^\"'\\n]{1,60}[\"']\\s{0,3},\\s{0,3}[\"'][^\"'\\s]{6,80}[\"']\\s{0,3}\\)",
    ['auth = ("user","Hunter22xY")', "HTTPBasicAuth('bob', 'hunter22')"],
    ['auth = ("user", password)', "login('bob')"],
    {
      check: {
        placeholders: true,
        capture: "[\"']([^\"']+)[\"']\\s*\\)$",
        yields: true,
        entropy: 2,
        allow: [{ regexes: ["^[a-z]+$", "^[A-Z_]+$"] }],
      },
    },
  ],
  [
    "sql-password",
    "Password in an SQL statement",
    "(?:identified by|with password|encrypted password|identified with [\\w']{1,40} by)\\s{1,4}'[^'\\s]{4,80}'",
    ["CREATE USER app IDENTIFIED BY 'hunter22x'", "ALTER ROLE app WITH PASSWORD 'hunter22x'"],
    ["IDENTIFIED BY :pw", "with password"],
    { nocase: true, check: { placeholders: true, capture: "'([^']+)'$", yields: true } },
  ],
  [
    "powershell-password",
    "Password made into a secure string",
    "ConvertTo-SecureString\\s{1,4}(?:-String\\s{1,4})?[\"'][^\"'\\s$]{4,80}[\"']",
    ["ConvertTo-SecureString 'hunter22x' -AsPlainText -Force"],
    ["ConvertTo-SecureString $pw -AsPlainText"],
    { nocase: true, severity: "high", check: { placeholders: true, capture: "[\"']([^\"']+)[\"']$", yields: true } },
  ],
  [
    "kubernetes-secret",
    "Kubernetes secret with its data",
    "kind:\\s{0,4}[\"']?Secret[\"']?\\s[^\\x00]{0,600}?\\n(?:data|stringData):[ \\t]{0,4}\\r?\\n(?:[ \\t]{1,8}[\\w.-]{1,80}:[ \\t]{0,4}[\"']?[^\\s\"']+[\"']?\\r?(?:\\n|$))+",
    ["apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\ndata:\n  a: aHVudGVyMjJ4eQ==\n"],
    ["kind: ConfigMap\ndata:\n  a: b\n"],
    { severity: "high", check: { capture: "\\n(?:data|stringData):[^\\n]*\\n([^]*)$", placeholders: true } },
  ],
]);
