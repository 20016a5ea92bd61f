import { describe, expect, it } from "vitest";
import { mentionsIn } from "../../src/passes/entities/index.ts";

const found = (text: string): string[] => mentionsIn(Buffer.from(text)).map(({ kind, value }) => `${kind} ${value}`);

/** Each line: a text, and every mention in it as "kind value". */
const understood: Record<string, [text: string, ...mentions: string[]][]> = {
  "addresses of the network": [
    ["from 192.0.2.1:8080 to [2001:DB8:0:0::1]:443", "ipv4 192.0.2.1", "ipv6 2001:db8::1"],
    ["10.1.2.3/8 and 2001:db8:1::/48", "cidr 10.0.0.0/8", "cidr 2001:db8:1::/48"],
    ["::ffff:192.0.2.128 and fe80::1%eth0", "ipv6 ::ffff:c000:280", "ipv6 fe80::1%eth0"],
    ["AA-BB-CC-00-11-22, aabb.cc00.1122", "mac aa:bb:cc:00:11:22", "mac aa:bb:cc:00:11:22"],
    ["müller.example.de, EXAMPLE.COM.", "domain xn--mller-kva.example.de", "domain example.com"],
  ],
  "defanged forms": [
    ["hxxps://evil[.]example[.]com:8443/a?b=1.", "url https://evil.example.com:8443/a?b=1"],
    ["hXXp://evil(.)example{.}com", "url http://evil.example.com/"],
    ["evil[dot]example[dot]com", "domain evil.example.com"],
    ["198[.]51[.]100[.]7", "ipv4 198.51.100.7"],
    ["198.51.100[.]7", "ipv4 198.51.100.7"],
    ["Bad.Guy (at) example (dot) com", "email bad.guy@example.com"],
  ],
  "dates and times, as ISO 8601": [
    ["2024-03-05T12:00:00.500+02:00", "datetime 2024-03-05T10:00:00.5Z"],
    ["2024-12-31 23:30:00 -0100", "datetime 2025-01-01T00:30:00Z"],
    ["20240305T120000Z", "datetime 2024-03-05T12:00:00Z"],
    ["Tue, 05 Mar 2024 12:00:00 EST", "datetime 2024-03-05T17:00:00Z"],
    ["5 July 2024 at 9:30 am CEST", "datetime 2024-07-05T07:30Z"],
    ["Tue Mar  5 12:00:00 PST 2024", "datetime 2024-03-05T20:00:00Z"],
    ["2024-03-05 12:00:00 CST", "datetime 2024-03-05T12:00:00"],
    ["2024-03-05T12:00:00+01:00[Europe/Berlin]", "datetime 2024-03-05T11:00:00Z"],
    ["29 Feb 2024, 29 Feb 2023", "datetime 2024-02-29"],
    ["March 5th, 2024 at 3:07 p.m.", "datetime 2024-03-05T15:07"],
    ["12:05 am", "datetime T00:05"],
    ["Feb 29 10:00:00", "datetime --02-29T10:00:00"],
  ],
  "amounts, as ISO 4217 and a plain number": [
    ["$1,234.50; 1.234,50 €; £3", "money USD 1234.5", "money EUR 1234.5", "money GBP 3"],
    ["US$2.5bn and A$10 and HK$5", "money USD 2500000000", "money AUD 10", "money HKD 5"],
    ["¥80,000 or JPY 80000", "money JPY 80000", "money JPY 80000"],
  ],
  "numbers with check digits": [
    ["DE89 3704 0044 0532 0130 00.", "iban DE89370400440532013000"],
    ["DE89 3704 0044 0532 0130 01."],
    ["4111-1111-1111-1111", "payment-card 4111111111111111"],
    ["4111-1111-1111-1112"],
    [
      "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
      "crypto-address ethereum:0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
    ],
    ["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD"],
    ["BC1QAR0SRRR7XFKVY5L643LYDNW9RE59GTZZWF5MDQ", "crypto-address bitcoin:bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"],
    [
      "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
      "crypto-address bitcoin:bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
    ],
    ["PESEL: 44051401359, order 44051401359", "national-id pl-pesel:44051401359"],
  ],
  "files, clouds and places": [
    ['"C:\\\\Users\\\\a\\\\b.txt"', "path C:\\Users\\a\\b.txt"],
    ['"C:\\Program Files\\My App\\run me.exe" -v', "path C:\\Program Files\\My App\\run me.exe"],
    ["%TEMP%\\x\\y.ps1 and \\\\srv\\share\\z", "path %TEMP%\\x\\y.ps1", "path \\\\srv\\share\\z"],
    ["/etc/nginx/nginx.conf, ../a/b.ts", "path /etc/nginx/nginx.conf", "path ../a/b.ts"],
    ["arn:aws:s3:::bucket/key.", "arn arn:aws:s3:::bucket/key"],
    ["40°26′46″N 79°58′56″W", "geo 40.446111,-79.982222"],
    ["lat=1.5&lon=-2.25", "geo 1.5,-2.25"],
  ],
  "users and hosts": [
    [
      "Mar  5 12:00:00 web01 sshd[1]: session opened for user root by (uid=0)",
      "datetime --03-05T12:00:00",
      "host web01",
      "username root",
    ],
    ['{"user":"Bob","hostname":"db-1"}', "username bob", "host db-1"],
    ["CORP\\jdoe but HKLM\\Software", "username jdoe"],
    ["The user is gone; host: the machine"],
  ],
};

describe("recognisers", () => {
  for (const [name, cases] of Object.entries(understood))
    describe(`understand ${name}`, () => {
      for (const [text, ...mentions] of cases)
        it(`${text} → ${mentions.join(", ") || "nothing"}`, () => {
          expect(found(text)).toEqual(mentions);
        });
    });

  it("end a URL at the separator of a row of fields", () => {
    expect(found("1,hxxps://evil[.]example[.]com/a.php,x\n2;http://192.0.2.7/b,c;y")).toEqual([
      "url https://evil.example.com/a.php",
      "url http://192.0.2.7/b,c",
      "ipv4 192.0.2.7",
    ]);
  });

  it("take no bank account for a user", () => {
    expect(found("account: DE89370400440532013000")).toEqual(["iban DE89370400440532013000"]);
  });

  it("name the host of a URL too", () => {
    expect(found("see https://Shop.Example.com/a and http://192.0.2.7/")).toEqual([
      "url https://shop.example.com/a",
      "domain shop.example.com",
      "url http://192.0.2.7/",
      "ipv4 192.0.2.7",
    ]);
  });
});
