import type { Severity } from "../../../findings.ts";
import { baseName } from "../identify/names.ts";
import type { Report } from "../report.ts";

/** Files that hold secrets by their purpose. Names only: what is in them is the other passes' to find. */
const names: readonly [RegExp, string, Severity][] = [
  [/^id_(rsa|dsa|ecdsa|ed25519)$/, "an SSH private key", "high"],
  [/\.(pem|key|p12|pfx|jks|keystore|ppk|asc|kdbx)$/, "a key or a store of keys", "medium"],
  [/^\.env(\.(?!example$|sample$|template$|dist$)[\w.-]+)?$/, "environment settings", "medium"],
  [
    /^(\.npmrc|\.pypirc|\.netrc|_netrc|\.pgpass|\.my\.cnf|\.dockercfg|\.git-credentials|\.htpasswd|\.boto|\.s3cfg)$/,
    "a program's credentials",
    "high",
  ],
  [
    /^(credentials|credentials\.json|client_secret[\w.-]*\.json|service[-_]?account[\w.-]*\.json|secrets?\.(ya?ml|json|toml))$/,
    "credentials",
    "high",
  ],
  [/\.(tfstate|tfstate\.backup|tfvars)$/, "Terraform's state or variables", "medium"],
  [
    /^(kubeconfig|shadow|master\.key|wp-config\.php|web\.config|settings\.py|database\.yml|\.bash_history|\.zsh_history|known_hosts|authorized_keys)$/,
    "settings or history that often hold secrets",
    "low",
  ],
  [/\.(ovpn|rdp|mobileconfig)$/, "a remote access profile", "low"],
];

/** Flags a component whose name says that it holds secrets. */
export const flagSensitiveName = (name: string, report: Report): void => {
  const base = baseName(name).toLowerCase();
  const known = names.find(([pattern]) => pattern.test(base));
  if (known)
    report.find({
      rule: "sensitive-file",
      title: `By its name, ${known[1]}`,
      severity: known[2],
      context: base,
      tags: ["secrets"],
    });
};
