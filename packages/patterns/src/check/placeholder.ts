import { entropyOf } from "./entropy.ts";

/** Words that a real secret does not hold, and that what stands for one often does. */
const STAND_INS =
  /example|sample|placeholder|change[_-]?(?:me|it|this)|^(?:your|my|the|some|insert|enter|replace|put|add|use|set)[_ .-]|[_ .-](?:here|goes)$|^(?:insert|enter|replace)|(?:^|[^a-z])your?[_-]?(?:own|api|access|secret|token|pass|key|client|app|auth)|your[a-z]*(?:password|secret|token|key)|redacted|censored|dummy|(?:^|[^a-z0-9])(?:fake|mock|todo|fixme|tbd|foo|bar|foobar|test(?:ing)?|demo|invalid|lorem|ipsum)(?:[^a-z0-9]|$)|not[_-]?(?:a[_-]?)?(?:real|secret|valid)|super[_-]?secret|very[_-]?long|(?:top|very)[_-]?secret|x{4,}|\*{3,}|\.{3,}|#{4,}|_{4,}|-{5,}|•|…|\xe2\x80\xa6/i;

/** What is inserted later, or read from somewhere else. */
const REFERENCE =
  /^(?:\$|%[\w.-]+%$|%\(|@@|__\w+__$|#\{|<|>|\{\{|\{%|\[\[|!\w|&[a-z]|\*|\/run\/secrets|\(|\)|\[|\]|\|$|>-?$|=|-$)|\$\{|\$\(|\{\{|\}\}|<%|%>|^\{[\w. ]*\}$|\bprocess\.env|\bos\.(?:environ|getenv)|\bgetenv\b|\benv\(|\bENV\[|\bsecrets\.|\bvault:|\barn:aws|^(?:env|file|ref|ssm|vault|secret|keyring|op|awssm|gcpsm|sops|kms|enc|env_var):|%[sdv@]|%\d?\$s|\bconfig\.|\bsettings\./;

/** Values that are words for the thing, not the thing. */
const WORDS = new Set(
  (
    "password passwd passphrase passwort pass pwd secret secrets token tokens key apikey api-key api_key credential credentials user username login admin root string str text " +
    "true false yes no on off null nil none undefined empty unset default required optional hidden blank unknown any value auth bearer basic oauth oauth2 jwt hash plain md5 sha1 sha256 " +
    "changeme test tests testing tester testpass testpassword test123 foo bar baz foobar foobarbaz qux abc abcd abcdef abc123 asdf qwerty 123 1234 12345 123456 1234567 12345678 123456789 1234567890 " +
    "mypassword mypass mysecret mytoken mykey my-password my-secret my_secret my_password yourpassword yourtoken the-password thepassword some-password somepassword password1 password123 passw0rd p@ssw0rd " +
    "secret123 secretpassword secretkey secret_key secret-key secrettoken hunter public private readonly never always auto inherit external internal ask prompt stdin file user:pass username:password " +
    "integer int number object boolean bool bytes char varchar optional[str] str|none string|null newpassword new-password current-password currentpassword oldpassword old-password one-time-code access refresh id " +
    "alice bob eve guest anonymous nobody dev prod local example-password correct wrong bad good incorrect invalid wrongpassword badpassword goodpassword letmein " +
    "postgres mysql mongo redis rabbitmq minio minioadmin elastic changeit sa sys system superuser demo database db docker vagrant ubuntu opensesame open-sesame swordfish xyzzy"
  ).split(" "),
);

/** Runs along the keyboard's rows or the alphabet, and one character again and again. */
const isMonotonous = (text: string): boolean => {
  if (new Set(text.toLowerCase()).size <= Math.min(3, text.length / 3)) return true;
  return text.length >= 12 && entropyOf(text) < 2.2;
};

/** Example keys that providers' own documents show. */
const DOCUMENTED = new Set([
  "AKIAIOSFODNN7EXAMPLE",
  "AKIAI44QH8DHBEXAMPLE",
  "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY",
  "sk_test_4eC39HqLyjWDarjtT1zdp7dc",
  "sk_test_BQokikJOvBiI2HlWgH4olfQ2",
  "pk_test_TYooMQauvdEDq54NiTphI7jx",
  "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
  "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.KMUFsIDTnFmyG3nMiGM6H9FNFUROf3wh7SmqJp-QV30",
  "QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
  "QWxhZGRpbjpPcGVuU2VzYW1l",
  "dXNlcm5hbWU6cGFzc3dvcmQ=",
  "xoxb-123456789012-1234567890123-abcdefghijklmnopqrstuvwx",
  "JBSWY3DPEHPK3PXP",
  "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
  "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==",
  "correct-horse-battery-staple",
  "hvs.CAESI",
]);

/** Whether the text only stands for a secret: a reference to one, a word for it, an example from a document. */
export const isPlaceholder = (secret: string): boolean =>
  DOCUMENTED.has(secret) ||
  WORDS.has(secret.toLowerCase()) ||
  /^[a-z]{1,5}$/i.test(secret) ||
  REFERENCE.test(secret) ||
  STAND_INS.test(secret) ||
  isMonotonous(secret);

/** A reference or an expression, which is not even an example of a secret. */
export const isReference = (secret: string): boolean => REFERENCE.test(secret);
