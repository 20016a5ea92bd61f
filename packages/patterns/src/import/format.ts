/** `crs`: rules in ModSecurity's language, as the OWASP Core Rule Set has them. */
export type Format = "ndjson" | "gitleaks" | "sigma" | "crs" | "yara" | "words";

/** By the end of the file's name; a word list is what nothing else claims. */
export const formatOf = (path: string): Format => {
  if (/\.(nd|l)?jsonl?$/.test(path)) return "ndjson";
  if (path.endsWith(".toml")) return "gitleaks";
  if (/\.ya?ml$/.test(path)) return "sigma";
  if (path.endsWith(".conf")) return "crs";
  if (/\.yara?$/.test(path)) return "yara";
  return "words";
};
