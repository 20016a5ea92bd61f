import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ProblemBody } from "./problem-body.ts";

export type { ProblemBody };

/** Every problem type of the API with its status and title. The names are stable; clients may match them. */
export const problems = {
  "invalid-request": { status: 400, title: "Invalid request" },
  "invalid-cursor": { status: 400, title: "Invalid cursor" },
  unauthorized: { status: 401, title: "Access token required" },
  forbidden: { status: 403, title: "Forbidden" },
  "foreign-origin": { status: 403, title: "Cross-site request refused" },
  "not-found": { status: 404, title: "Not found" },
  "method-not-allowed": { status: 405, title: "Method not allowed" },
  conflict: { status: 409, title: "Conflict with the current state" },
  "upload-refused": { status: 403, title: "Upload refused" },
  "too-large": { status: 413, title: "Request body too large" },
  "rate-limited": { status: 429, title: "Too many requests" },
  "insufficient-storage": { status: 507, title: "Insufficient storage" },
  unavailable: { status: 503, title: "Service temporarily unavailable" },
  internal: { status: 500, title: "Internal server error" },
} as const satisfies Record<string, { status: ContentfulStatusCode; title: string }>;
export type ProblemType = keyof typeof problems;

/** Thrown by a route; the app's error handler turns it into the response. */
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
