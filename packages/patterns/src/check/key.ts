import type { Check } from "../definition/check.ts";

type Subject = NonNullable<Check["key"]>;

/** The words of `dbPassword`, `DB_PASSWORD`, `spring.datasource.password`, in lower case. */
const wordsOf = (key: string): string[] =>
  key
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter(Boolean);

/** Words after the secret's own that leave it one: `password2`, `secret_key_base`, `token_prod`. */
const HARMLESS =
  /^(?:\d+|v\d|base|base64|b64|value|val|plain|plaintext|cleartext|raw|str|string|text|prod|production|dev|development|staging|stage|stg|uat|qa|test|live|sandbox|local|old|new|current|primary|secondary|main|backup|default|master|slave|replica|admin|user|root|env|const|data|a|b|x)$/;

const PASSWORD =
  /(?:^|[^a-z])(?:password|passwort|passwd|passphrase|pwd|pass|pw|passcode|psw|pswd|motdepasse|contrase(?:na|n)|senha|kennwort|parola|wachtwoord|salasana)$/;
const SECRET =
  /secret$|(?:secret|private|signing|signature|encryption|encrypt|cookie|session|hmac|cipher|crypto|aes|salt|master)key$/;
const TOKEN = /(?:token|jwt|bearer|pat)$/;
const KEY =
  /(?:api|access|auth|service|account|subscription|license|licence|app|application|client|server|deploy|publish|write|admin|ingest|integration|storage|project|user|consumer|developer|dev|partner|webhook|push|maps|sdk|rest|shared|function|host|system)key$|credentials?$|^auth$/;

/** A word that makes of a password something about passwords: `forgot`, `show`, `confirm` are of forms. */
const ABOUT =
  /^(?:no|not|has|have|is|get|show|hide|forgot|forgotten|reset|change|confirm|confirmation|repeat|verify|enter|invalid|wrong|missing|bad|incorrect|require|required|requires|requiring|min|max|next|page|csrf|xsrf|lookahead|syntax|parser|lexer|current|continuation|cancel|cancellation|stop|eos|bos|pad|unk|mask|sep|cls|separator|delimiter|keyword|identifier|public|primary|foreign|partition|sort|cache|object|dict|map|hash|lookup|translation|i18n|registry|foreignkey|composite|by|pub|nonce|idempotency|sync|pagination|cursor|one|other|num|number|count|total|unused|special|end|start|first|last|prev|previous|peek|expected|unexpected|input)$/;

/** What of `key` follows its part that names a secret; undefined where no part does. */
const SUBJECTS: Readonly<Record<Subject, RegExp>> = { password: PASSWORD, secret: SECRET, token: TOKEN, key: KEY };

/** Whether a key of that spelling holds a secret of the subject. */
export const isSecretKey = (key: string, subject: Subject): boolean => {
  const words = wordsOf(key.replace(/\[|\]|["'`]/g, "."));
  while (words.length > 1 && HARMLESS.test(words.at(-1)!)) words.pop();
  const last = words.at(-1)?.replace(/\d+$/, "");
  if (!last) return false;
  const before = words.slice(0, -1);
  // `private key`, `api key`: the words count as one.
  const joined = [...before.slice(-2), last].join("");
  const names =
    subject === "password"
      ? PASSWORD.test(` ${last}`) ||
        /(?:password|passwd|passphrase|passwort|pwd)$/.test(last) ||
        /^(?:db|sql|mysql|my|pg|smtp|mail|ftp|root|admin|user|ldap|redis|rds)pass$/.test(last)
      : SUBJECTS[subject].test(joined) || SUBJECTS[subject].test(last);
  return names && !ABOUT.test(before.at(-1) ?? "");
};
