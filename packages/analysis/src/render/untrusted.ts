/**
 * Controls (ANSI escapes among them), bidirectional overrides and invisible characters: what could make a text read as
 * another than it is. See Unicode Technical Report 36, section 2.6, and CVE-2021-42574.
 */
const deceptive = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** Untrusted text with what is invisible in it spelt out, on one line. */
export const visible = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\t\n]|\r\n?/g, " ")
    .replace(deceptive, (found) => `⟨U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

export const escapeHtml = (text: string): string => visible(text).replace(/[&<>"']/g, (found) => entities[found]!);

/** Plain text within Markdown: nothing in it is markup, a link, a mention or a table's bar. */
export const escapeMarkdown = (text: string): string =>
  visible(text)
    .replace(/[\\`*_{}[\]()#+!|~@$-]/g, "\\$&")
    .replace(/[&<>]/g, (found) => entities[found]!)
    .replace(/:\/\//g, "&#58;//")
    .replace(/\bwww\./gi, "www&#46;");

/** `1.2 MB`; decimal units. */
export const bytesInWords = (bytes: number): string => {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const unit = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return `${Number((bytes / 1000 ** unit).toFixed(1))} ${units[unit]}`;
};

export const dateInWords = (ms: number): string => {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? "unknown" : `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
};
