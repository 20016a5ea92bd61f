import type { PackRules } from "./rule.ts";

/** Key material that is recognised by how it is framed. */
export const keys: PackRules = {
  "private-key-pem": {
    kind: "regex",
    value: "-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED |ANY )?PRIVATE KEY(?: BLOCK)?-----",
    title: "Private key (PEM)",
    severity: "critical",
    tags: ["secret", "key"],
    match: ["-----BEGIN RSA PRIVATE KEY-----", "x\n-----BEGIN PRIVATE KEY-----\nMIIE"],
    noMatch: ["-----BEGIN PUBLIC KEY-----", "-----BEGIN CERTIFICATE-----"],
  },
  "aws-access-key-id": {
    kind: "regex",
    value: "(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])",
    title: "AWS access key id",
    severity: "high",
    tags: ["secret", "aws"],
    match: ["aws_access_key_id = AKIA<upper:16>", "ASIA<upper:16>"],
    noMatch: ["AKIA<upper:15>", "xAKIA<upper:16>", "AKIA<lower:16>"],
  },
};
