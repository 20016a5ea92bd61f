import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ProblemBody } from "./answers/problem.ts";

export type { ProblemBody };

/** Every kind of failure that the API answers with, its status and title. The names are stable; clients may match them. */
export const problems = {
  "invalid-request": { status: 400, title: "The request is not valid" },
  "invalid-cursor": { status: 400, title: "The cursor is not valid here" },
  unauthorized: { status: 401, title: "A valid bearer token is needed" },
  forbidden: { status: 403, title: "This is not allowed" },
  "foreign-origin": { status: 403, title: "The request comes from another site" },
  "not-found": { status: 404, title: "There is no such thing" },
  "method-not-allowed": { status: 405, title: "The method is not allowed here" },
  conflict: { status: 409, title: "The state does not allow this" },
  "upload-refused": { status: 403, title: "The upload address is not valid" },
  "too-large": { status: 413, title: "The body is too large" },
  "rate-limited": { status: 429, title: "Too many requests" },
  "insufficient-storage": { status: 507, title: "There is no room left" },
  unavailable: { status: 503, title: "The request cannot be answered now" },
  internal: { status: 500, title: "Something failed here" },
} as const satisfies Record<string, { status: ContentfulStatusCode; title: string }>;
export type ProblemType = keyof typeof problems;

/** Thrown by a route; the app's error handler turns it into the answer. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly type: ProblemType;
  readonly errors: ProblemBody["errors"];
  readonly headers: Record<string, string>;
  constructor(
    type: ProblemType,
    detail: string,
    extra: { errors?: ProblemBody["errors"]; headers?: Record<string, string> } = {},
  ) {
    super(detail);
    this.type = type;
    this.errors = extra.errors;
    this.headers = extra.headers ?? {};
  }
}

export const problemResponse = (c: Context, problem: Problem): Response => {
  const { status, title } = problems[problem.type];
  const body: ProblemBody = {
    type: `/api/docs#${problem.type}`,
    title,
    status,
    detail: problem.message,
    requestId: c.get("requestId"),
    ...(problem.errors ? { errors: problem.errors } : {}),
  };
  return c.body(JSON.stringify(body), status, {
    ...problem.headers,
    "content-type": "application/problem+json",
    "cache-control": "no-store",
  });
};
