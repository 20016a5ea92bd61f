/**
 * Declared by hand: the app's own type names every route with its answers, and is longer than a compiler writes down. The
 * OpenAPI document at `/api/openapi.json` says what each route takes and answers.
 */
import type { Choreography, Cloud, ObjectInfo, Panel } from "@torrent/core/unstable";
import type { Hono } from "hono";
import type { verifyWithJwks } from "hono/jwt";

export type Role = "read" | "operate";
export interface Caller {
  name: string;
  role: Role;
}
export interface TokenRecord {
  name: string;
  sha256: string;
  role: Role;
}
/** Returns the owner of a bearer token, or `undefined` to refuse it. */
export interface Authenticate {
  (token: string): Promise<Caller | undefined> | Caller | undefined;
  /** The names of its callers, if they are known in advance. */
  names?: ReadonlySet<string>;
}
/** `loopback` trusts whoever reaches this machine's loopback address; `bearer` asks for a token at every request. */
export type Auth = { mode: "loopback" } | { mode: "bearer"; authenticate: Authenticate };
type Keys = NonNullable<Parameters<typeof verifyWithJwks>[1]["keys"]>;
export interface JwtOptions {
  issuer: string;
  audience: string;
  /** The issuer's JSON Web Key Set. */
  keys: () => Promise<Keys>;
  claim?: string;
  roles?: Record<Role, string>;
  type?: string;
  now: () => number;
}
export interface LoggedTask {
  packageId: string;
  round: number;
  tree: string;
  slot: number;
  task: number;
  route: "function" | "worker";
  from?: number;
  to?: number;
}
export type LogLink = (task: LoggedTask) => string | undefined;
export type PanelModules = (panel: Panel) => URL | undefined;
export interface ApiOptions {
  cloud: Cloud;
  auth: Auth;
  /** Signs page cursors, which stay valid while the key does not change. */
  cursorKey: string | Uint8Array;
  choreography: Choreography;
  /** Where the panels' dashboard modules are. @default the files that the panels name */
  panelModules?: PanelModules;
  /** Uploads come through this server instead of going to a presigned address. @default false */
  directUploads?: boolean;
  /** @default 8 MiB */
  uploadPartBytes?: number;
  /** Lists a package as soon as its upload is acknowledged. @default its event lists it, a moment later */
  register?: (key: string, info: Pick<ObjectInfo, "etag" | "version">) => Promise<void>;
  /** Request rate per caller; `false` for no limit. @default 50 per second, bursts of 200 */
  rate?: { perSecond: number; burst: number } | false;
  logLink?: LogLink;
  graphs?: string;
  uploadOrigins?: readonly string[];
}

/** The status API as a Hono app: on Node, behind a Lambda function URL, or with `app.request()`. */
export declare const createApi: (options: ApiOptions) => Hono;
export declare const hashToken: (token: string) => string;
export declare const byTokens: (records: readonly TokenRecord[]) => Authenticate;
export declare const byJwt: (options: JwtOptions) => Authenticate;
export declare const byAny: (...ways: readonly Authenticate[]) => Authenticate;
export declare const keysFrom: (address: string) => () => Promise<Keys>;
export declare const cloudWatchLinks: (options: {
  region: string;
  groups: Partial<Record<"function" | "worker", string>>;
}) => LogLink;
export declare const cloudWatchGraphs: (options: { region: string; name: string }) => string;
/** The file that the panel itself names. */
export declare const ownModules: PanelModules;
/** `<name>.js` in a folder: in a bundle, where no module is beside the code that names it. */
export declare const modulesIn: (folder: string) => PanelModules;
