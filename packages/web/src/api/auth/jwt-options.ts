import type { verifyWithJwks } from "hono/jwt";
import type { Role } from "../http/env.ts";

export type Keys = NonNullable<Parameters<typeof verifyWithJwks>[1]["keys"]>;

export interface JwtOptions {
  issuer: string;
  audience: string;
  /** The issuer's JSON Web Key Set. */
  keys: () => Promise<Keys>;
  /** The claim that contains the role or a list of roles. @default "roles" */
  claim?: string;
  /** The claim's value for each role. @default `torrent:read`, `torrent:operate` */
  roles?: Record<Role, string>;
  /** The `typ` of the issuer's tokens if it is not `JWT`: `at+jwt` for RFC 9068. */
  type?: string;
  now: () => number;
}
