/** Kinds in which people write sentences; names are looked for in these only. */
export const proseKinds = new Set(["text", "mail", "pdf", "office"]);
