import { marked } from "./markup.ts";
import { type Dice, padded } from "./random.ts";

const words = [
  "alpha",
  "billing",
  "cedar",
  "delta",
  "edge",
  "falcon",
  "gamma",
  "harbor",
  "iris",
  "jupiter",
  "kilo",
  "lumen",
  "metro",
  "nova",
  "orbit",
  "pixel",
  "quartz",
  "river",
  "solar",
  "tango",
];
const people = [
  "anna",
  "bob.miller",
  "carol",
  "d.ng",
  "eve_77",
  "frank-l",
  "gina",
  "hassan",
  "ivan.petrov",
  "jo",
  "kim",
  "lars.berg",
];
const suffixes = ["com", "org", "net", "de", "co.uk", "io", "fr", "com.au", "nl", "ch", "eu", "co.jp", "edu", "gov"];
const folders = ["app", "cache", "data", "lib", "log", "releases", "shared", "tmp", "www"];
const files = [
  "access.log",
  "backup.tar.gz",
  "config.yaml",
  "data.csv",
  "index.html",
  "main.py",
  "notes.txt",
  "report.pdf",
  "server.key",
];

const octet = (dice: Dice): number => dice.between(1, 254);
const address = (dice: Dice): string => [dice.between(1, 223), octet(dice), octet(dice), octet(dice)].join(".");
const hostname = (dice: Dice): string => {
  const base = `${dice.of(words)}${dice.of(["", "-", ""])}${dice.of(words)}.${dice.of(suffixes)}`;
  return dice.below(3) === 0 ? `${dice.of(["www", "api", "mail", "cdn2", "db.eu"])}.${base}` : base;
};

export const ipv4 = (dice: Dice): string => marked("ipv4", address(dice));
export const defangedIpv4 = (dice: Dice): string => {
  const text = address(dice);
  return marked("ipv4", text.replaceAll(".", "[.]"), text);
};

export const ipv6 = (dice: Dice): string => {
  const group = (): string => dice.between(0x1000, 0xffff).toString(16);
  const sort = dice.below(3);
  if (sort === 0) {
    const text = Array.from({ length: 8 }, group).join(":");
    return marked("ipv6", dice.below(2) === 0 ? text : text.toUpperCase(), text);
  }
  if (sort === 1) return marked("ipv6", `2001:db8:${group()}::${group()}`);
  return marked("ipv6", `fe80::${group()}:${group()}:${group()}:${dice.between(1, 9)}`);
};

export const cidr = (dice: Dice): string =>
  marked(
    "cidr",
    dice.of([
      `10.${octet(dice)}.0.0/16`,
      `192.168.${octet(dice)}.0/24`,
      `172.16.0.0/12`,
      `2001:db8:${dice.between(0x1000, 0xffff).toString(16)}::/48`,
    ]),
  );

export const domain = (dice: Dice): string => marked("domain", hostname(dice));
export const defangedDomain = (dice: Dice): string => {
  const text = hostname(dice);
  return marked("domain", text.replaceAll(".", dice.of(["[.]", "(.)", "[dot]"])), text);
};

export const email = (dice: Dice): string => {
  const text = `${dice.of(people)}${dice.of(["", "", "+news", "99"])}@${hostname(dice)}`;
  return dice.below(5) === 0 ? marked("email", text.toUpperCase(), text) : marked("email", text);
};
export const defangedEmail = (dice: Dice): string => {
  const [name, host] = [dice.of(people), hostname(dice)];
  return marked(
    "email",
    `${name}${dice.of(["[at]", "(at)", " (at) ", "[@]"])}${host.replaceAll(".", dice.of(["[.]", " [dot] "]))}`,
    `${name}@${host}`,
  );
};

const urlTail = (dice: Dice): string =>
  dice.of([
    "/",
    `/${dice.of(folders)}/${dice.of(files)}`,
    `/search?q=${dice.of(words)}&page=${dice.below(90)}`,
    `/a/b/${dice.hex(8)}#top`,
    `/wiki/${dice.of(words)}_(disambiguation)`,
  ]);
export const url = (dice: Dice): string =>
  marked(
    "url",
    `${dice.of(["https", "http", "ftp"])}://${hostname(dice)}${dice.of(["", "", ":8443"])}${urlTail(dice)}`,
  );
export const defangedUrl = (dice: Dice): string => {
  const [host, tail] = [hostname(dice), `/${dice.of(words)}.php`];
  return marked(
    "url",
    `${dice.of(["hxxps://", "hXXps://", "hxxps[:]//"])}${host.replaceAll(".", "[.]")}${tail}`,
    `https://${host}${tail}`,
  );
};

export const money = (dice: Dice): string => {
  const whole = dice.between(10, 999);
  const cents = padded(dice.between(1, 99));
  const plain = (text: string): string => text.replace(/\.?0+$/, "");
  const exact = plain(`${whole}.${cents}`);
  return dice.of([
    () => marked("money", `$${whole}.${cents}`, `USD ${exact}`),
    () => marked("money", `€${whole}`, `EUR ${whole}`),
    () => marked("money", `${whole},${cents} €`, `EUR ${exact}`),
    () => marked("money", `£${dice.between(1, 9)},${padded(whole, 3)}`, undefined),
    () => marked("money", `USD ${whole}.${cents}`, `USD ${exact}`),
    () => marked("money", `${whole} EUR`, `EUR ${whole}`),
    () => marked("money", `$${whole} million`, `USD ${whole}000000`),
    () => marked("money", `CHF ${whole}.${cents}`, `CHF ${exact}`),
    () => marked("money", `${whole} dollars`, `USD ${whole}`),
  ])();
};

/** Real plans, made-up subscribers. */
export const phone = (dice: Dice): string => {
  const last = padded(dice.below(100));
  return dice.of([
    () => marked("phone", `+1 212-555-01${last}`, `+121255501${last}`),
    () => marked("phone", `(415) 555-01${last}`, `+141555501${last}`),
    () => marked("phone", `617-555-01${last}`, `+161755501${last}`),
    () => marked("phone", `+44 20 7946 09${last}`, `+4420794609${last}`),
    () => marked("phone", `+49 30 2345 ${last}${last}`, `+49302345${last}${last}`),
    () => marked("phone", `+33 6 12 34 56 ${last}`, `+336123456${last}`),
    () => marked("phone", `+61 2 9876 54${last}`, `+612987654${last}`),
    () => marked("phone", `+81 3-1234-56${last}`, `+813123456${last}`),
    () => marked("phone", `+4179123${last}${last}`, `+4179123${last}${last}`),
  ])();
};

export const hash = (dice: Dice): string => {
  const [kind, length] = dice.of([
    ["md5", 32],
    ["sha1", 40],
    ["sha256", 64],
    ["sha512", 128],
  ] as const);
  return marked(kind, dice.hex(length));
};
export const uuid = (dice: Dice): string => {
  const text = `${dice.hex(8)}-${dice.hex(4)}-4${dice.hex(3)}-a${dice.hex(3)}-${dice.hex(12)}`;
  return dice.below(4) === 0 ? marked("uuid", text.toUpperCase(), text) : marked("uuid", text);
};
export const mac = (dice: Dice): string => {
  const pairs = Array.from({ length: 6 }, (_, i) => (i === 0 ? "0a" : dice.hex(2)));
  const text = pairs.join(":");
  return marked("mac", dice.of([text, pairs.join("-").toUpperCase(), text]), text);
};

export const path = (dice: Dice): string =>
  marked(
    "path",
    dice.of([
      `/var/${dice.of(folders)}/${dice.of(words)}/${dice.of(files)}`,
      `/home/${dice.of(words)}/${dice.of(files)}`,
      `/usr/local/bin/${dice.of(words)}`,
      `C:\\Users\\${dice.of(words)}\\${dice.of(files)}`,
      `D:\\${dice.of(folders)}\\${dice.of(words)}.exe`,
      `./${dice.of(folders)}/${dice.of(files)}`,
      `src/${dice.of(words)}/${dice.of(["main.ts", "app.py", "lib.rs"])}`,
    ]),
  );

export const arn = (dice: Dice): string => {
  const account = dice.digits(12);
  return marked(
    "arn",
    dice.of([
      `arn:aws:s3:::${dice.of(words)}-bucket/${dice.of(folders)}`,
      `arn:aws:iam::${account}:role/${dice.of(words)}`,
      `arn:aws:lambda:us-east-1:${account}:function:${dice.of(words)}`,
      `arn:aws-cn:sqs:cn-north-1:${account}:${dice.of(words)}-queue`,
    ]),
  );
};

export const geo = (dice: Dice): string => {
  const latitude = `${dice.between(1, 89)}.${dice.digits(4)}${dice.between(1, 9)}`;
  const longitude = `${dice.between(1, 179)}.${dice.digits(4)}${dice.between(1, 9)}`;
  return dice.of([
    () => marked("geo", `${latitude}, -${longitude}`, `${latitude},-${longitude}`),
    () => marked("geo", `${latitude},${longitude}`, `${latitude},${longitude}`),
    () => marked("geo", `${latitude}° S, ${longitude}° E`, `-${latitude},${longitude}`),
    () => marked("geo", `geo:${latitude},${longitude}`, `${latitude},${longitude}`),
  ])();
};

export const username = (dice: Dice): string =>
  marked("username", dice.of(["anna", "svc-backup", "deploy", "m.keller", "jdoe", "admin1", "root", "oracle"]));
export const host = (dice: Dice): string =>
  marked("host", `${dice.of(["web", "db", "cache", "worker-", "gw"])}${dice.between(1, 40)}`);

export const version = (dice: Dice): string =>
  [dice.between(1, 20), dice.below(30), dice.below(99), dice.below(9)].join(".");
export const number = (dice: Dice): string => String(dice.below(100_000));
export const product = (dice: Dice): string => `SKU-${dice.digits(4)}-${dice.digits(4)}`;
export const word = (dice: Dice): string => dice.of(words);
