import type { verifyWithJwks } from "hono/jwt";
import type { Role } from "./env.ts";

export type Keys = NonNullable<Parameters<typeof verifyWithJwks>[1]["keys"]>;

export interface JwtOptions {
  issuer: string;
  audience: string;
  /** The issuer's JSON Web Key Set. */
  keys: () => Promise<Keys>;
  /** The claim that holds the role, or a list that it is in. @default "roles" */
  claim?: string;
  /** What the claim must hold for each role. @default `torrent:read`, `torrent:operate` */
  roles?: Record<Role, string>;
  /** The `typ` of the issuer's tokens, where it sets another than `JWT`: `at+jwt` for RFC 9068. */
  type?: string;
  now: () => number;
}
