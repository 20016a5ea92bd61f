import { digest } from "../../ids.ts";

/** The trace of a package's round; a function of both, so that a repeated event continues the same trace. */
export const traceOf = (packageId: string, round: number): string =>
  `00-${digest("trace", packageId).slice(0, 32)}-${digest("span", packageId, String(round)).slice(0, 16)}-01`;

/** A child span, named by what it is about. */
export const childTrace = (traceparent: string, ...about: string[]): string => {
  const [version, trace = "", , flags] = traceparent.split("-");
  return [version, trace, digest(traceparent, ...about).slice(0, 16), flags].join("-");
};
