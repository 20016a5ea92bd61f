import { decodeReferences } from "../../view/markup.ts";

const isSkipped = /^<(script|style)[\s>/]/i;
const isBreak = /^<(?:\/(?:p|div|tr|li|h\d|table|title|blockquote|pre|dd|dt|option)|br|hr)[\s>/]/i;
/** Tags that stand within words. */
const isInline =
  /^<\/?(?:a|b|i|u|s|em|strong|span|font|wbr|mark|small|big|strike|del|ins|sub|sup|tt|code|kbd|var|abbr|bdi|bdo|cite|nobr|o:p)[\s>/]/i;

/** Text of HTML for searching: tags, scripts and styles taken off, references decoded. Linear, whatever is left open. */
export const htmlText = (html: string): string => {
  const parts: string[] = [];
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf("<", at);
    if (open < 0) break;
    parts.push(html.slice(at, open));
    const start = html.slice(open, open + 12);
    const skipped = isSkipped.exec(start)?.[1]?.toLowerCase();
    const close = skipped ? html.indexOf(`</${skipped}`, open) : open;
    const end = close < 0 ? -1 : html.indexOf(">", close);
    if (end < 0) return readable(parts);
    parts.push(isBreak.test(start) ? "\n" : isInline.test(start) ? "" : " ");
    at = end + 1;
  }
  parts.push(html.slice(at));
  return readable(parts);
};

const readable = (parts: readonly string[]): string => decodeReferences(parts.join("")).replace(/[ \t]+/g, " ");

const target =
  /\b(?:href|src|action|formaction|background|poster|cite|longdesc|data|srcset|data-[\w-]*(?:url|href|src)[\w-]*)\s{0,9}=\s{0,9}(?:"([^"]{1,4096})"|'([^']{1,4096})'|([^\s"'<>]{1,4096}))/gi;
const refresh = /\burl\s{0,9}[=(]\s{0,9}["']?([^"')\s<>;]{4,2048})/gi;

/** Where a page's links, forms, pictures and styles lead. */
export const htmlTargets = (html: string): string[] => {
  const found = new Set<string>();
  for (const match of html.matchAll(target)) found.add(match[1] ?? match[2] ?? match[3] ?? "");
  for (const match of html.matchAll(refresh)) found.add(match[1] ?? "");
  return [...found]
    .map((value) => decodeReferences(value).trim())
    .filter((value) => !/^(?:#|cid:|data:|javascript:void)/i.test(value) && value !== "");
};
