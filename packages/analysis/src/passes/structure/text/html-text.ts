const isSkipped = /^<(script|style)[\s>/]/i;
const isBreak = /^<(\/(p|div|tr|li|h\d|table)|br)[\s>/]/i;

/** Text of HTML for searching: tags, scripts and styles taken off. Linear, whatever is left open. */
export const htmlText = (html: string): string => {
  const parts: string[] = [];
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf("<", at);
    if (open < 0) break;
    parts.push(html.slice(at, open));
    const start = html.slice(open, open + 10);
    const skipped = isSkipped.exec(start)?.[1]?.toLowerCase();
    const close = skipped ? html.indexOf(`</${skipped}`, open) : open;
    const end = close < 0 ? -1 : html.indexOf(">", close);
    if (end < 0) return parts.join("");
    parts.push(isBreak.test(start) ? "\n" : " ");
    at = end + 1;
  }
  parts.push(html.slice(at));
  return parts.join("").replace(/[ \t]+/g, " ");
};
