import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";
import type { ApiEnv } from "./env.ts";

/** Strict headers on every response. `uploadOrigins` are the only other origins that the dashboard may connect to. */
export const strictHeaders = (options: {
  https: boolean;
  uploadOrigins: readonly string[];
}): MiddlewareHandler<ApiEnv> => {
  const secure = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", "data:"],
      fontSrc: ["'self'"],
      connectSrc: ["'self'", ...options.uploadOrigins],
      manifestSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
      requireTrustedTypesFor: ["'script'"],
    },
    referrerPolicy: "no-referrer",
    strictTransportSecurity: options.https ? "max-age=31536000; includeSubDomains" : false,
  });
  return async (c, next) => {
    await secure(c, next);
    const policy = c.get("policy");
    if (policy !== undefined) c.res.headers.set("content-security-policy", policy);
  };
};
