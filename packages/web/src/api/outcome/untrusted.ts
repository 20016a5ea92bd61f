/** Nothing loads and nothing runs, and the page has no origin. Style sheets within the page are allowed: reports carry one. */
export const UNTRUSTED_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

export const OUTCOME_FILE = "outcome.json";
