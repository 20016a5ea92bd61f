import type { Secrets } from "./pipeline.ts";

const PREFIX = "TORRENT_SECRET_";

/**
 * Secrets from an environment: `TORRENT_SECRET_<NAME>`, or the variable of the secret's own name.
 *
 * @throws Error of kind `missing-secret`, which setting the secret fixes: the task is tried again.
 */
export const secretsFrom =
  (env: Readonly<Record<string, string | undefined>>): Secrets =>
  (name) => {
    const value = env[`${PREFIX}${name}`] ?? env[name];
    if (value !== undefined && value !== "") return value;
    throw Object.assign(new Error(`The secret "${name}" is not set; set ${PREFIX}${name}`), { kind: "missing-secret" });
  };
