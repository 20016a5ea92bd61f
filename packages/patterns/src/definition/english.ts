import en from "zod/v4/locales/en.js";

/** The words that zod/mini leaves out, for parses whose mistakes people read. */
export const english = { error: en().localeError };
