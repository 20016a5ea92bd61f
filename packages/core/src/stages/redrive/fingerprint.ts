import type { Failure } from "../../errors.ts";
import { digest } from "../../ids.ts";

/** Errors that differ only in numbers, hashes and quoted names are one kind of trouble. */
export const fingerprint = ({ kind, message }: Failure): string =>
  digest(
    kind,
    message
      .replace(/"[^"]*"|'[^']*'/g, "…")
      .replace(/\b[0-9a-f]{8,}\b/gi, "#")
      .replace(/\d+/g, "#"),
  ).slice(0, 12);
