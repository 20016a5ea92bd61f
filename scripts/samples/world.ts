/**
 * The people, hosts and numbers that the samples share, so that the same thing turns up in several components. All of
 * them are reserved for documentation or published as test values: RFC 2606 domains, RFC 5737 addresses, fictitious
 * phone numbers, example IBANs, test card numbers, AWS's own example key.
 */
export const START = Date.UTC(2026, 1, 2, 8, 0, 0);

export const attacker = {
  ip: "203.0.113.66",
  domain: "login-portal.example.net",
  mail: "billing@login-portal.example.net",
};

export const people = [
  { name: "Alice Fischer", mail: "alice.fischer@example.org", phone: "+1 202-555-0143" },
  { name: "Bernard Moreau", mail: "bernard.moreau@example.org", phone: "+44 20 7946 0958" },
  { name: "Carla Jensen", mail: "carla.jensen@example.com", phone: "+1 202-555-0178" },
  { name: "Daniel Okafor", mail: "daniel.okafor@example.com", phone: "+44 20 7946 0123" },
] as const;

export const clients = ["192.0.2.10", "192.0.2.77", "198.51.100.4", "198.51.100.23", "198.51.100.140"] as const;

export const ibans = ["DE89370400440532013000", "GB29NWBK60161331926819", "FR1420041010050500013M02606"] as const;
/** The account that the fraudulent mail asks to pay to; it turns up in the ledger as well. */
export const mule = "NL91ABNA0417164300";

export const cards = ["4111111111111111", "5555555555554444", "378282246310005"] as const;

/** Well-formed and worthless. They are put together here, so that this source holds none of them whole. */
export const secrets = {
  awsId: ["AKIA", "IOSFODNN7EXAMPLE"].join(""),
  awsKey: ["wJalrXUtnFEMI", "K7MDENG", "bPxRfiCYEXAMPLEKEY"].join("/"),
  github: ["ghp", "FAKEfakeFAKEfakeFAKEfakeFAKEfakeFAKE"].join("_"),
  slack: ["xoxb", "000000000000", "000000000000", "FAKEfakeFAKEfakeFAKEfake"].join("-"),
  stripe: ["sk", "test", "FAKEfakeFAKEfakeFAKEfake"].join("_"),
  jwt: [
    Buffer.from('{"alg":"HS256","typ":"JWT"}').toString("base64url"),
    Buffer.from('{"sub":"alice.fischer","iat":1770019200,"note":"sample"}').toString("base64url"),
    "c2FtcGxlLXNpZ25hdHVyZS1ub3QtcmVhbC0wMDAwMDAw",
  ].join("."),
  databaseUrl: ["postgres://app", "sample-password-1@db.example.org:5432/shop"].join(":"),
  privateKey: [
    ["-----BEGIN", "RSA PRIVATE KEY-----"].join(" "),
    ...Array.from({ length: 6 }, (_, i) =>
      Buffer.from(`this key is a sample and opens nothing ${i}....`).toString("base64"),
    ),
    ["-----END", "RSA PRIVATE KEY-----"].join(" "),
  ].join("\n"),
} as const;

export const iso = (ms: number): string => new Date(ms).toISOString();
