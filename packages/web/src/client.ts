import { hc, type InferResponseType } from "hono/client";
import type { Api } from "./api/index.ts";

export type { ProblemBody } from "./api/http/problem.ts";
export { addSample, type Pace, paceOf, type Sample } from "./pace.ts";

/** The API's typed client for programs other than the dashboard. `fetch` may be replaced to inspect every response. */
export const apiClient = (address: string, options: { token?: string; fetch?: typeof fetch } = {}) =>
  hc<Api>(address, {
    headers: options.token === undefined ? {} : { authorization: `Bearer ${options.token}` },
    ...(options.fetch ? { fetch: options.fetch } : {}),
  }).api.v1;

export type ApiClient = ReturnType<typeof apiClient>;

export type PackagePage = InferResponseType<ApiClient["packages"]["$get"], 200>;
export type PackageDetail = InferResponseType<ApiClient["packages"][":id"]["$get"], 200>;
export type UploadTicket = InferResponseType<ApiClient["uploads"]["$post"], 200 | 201>;
